internal import Glibc

/// What the system says of a file or directory that is looked at or open.
struct FileStatus {
  let path: String
  private let status: stat

  /// Looks at an open one.
  init(descriptor: Int32, _ path: String) throws(FileFault) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileFault(errnoAt: path) }
    (self.path, self.status) = (path, status)
  }

  /// Looks at what a name in a directory stands for, a link itself and not what it leads to;
  /// nothing when there is no such name.
  init?(of name: String, in directory: Int32, _ path: String) throws(FileFault) {
    var status = stat()
    guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      guard errno == ENOENT else { throw FileFault(errnoAt: path) }
      return nil
    }
    (self.path, self.status) = (path, status)
  }

  var bytes: Int { Int(status.st_size) }

  /// A file that nobody but its owner can lead elsewhere: regular, ours, and with one name.
  func checkOwnFile() throws(FileFault) {
    try checkFile()
    try checkOwner()
    guard status.st_nlink == 1 else {
      throw FileFault(path, .hardLinked(names: Int(status.st_nlink)))
    }
  }

  func checkFile() throws(FileFault) {
    guard kind == S_IFREG else {
      throw FileFault(path, .otherKind(found: kindInWords, expected: "a file"))
    }
  }

  func checkOwnDirectory() throws(FileFault) {
    guard kind == S_IFDIR else {
      throw FileFault(path, .otherKind(found: kindInWords, expected: "a directory"))
    }
    try checkOwner()
  }

  private func checkOwner() throws(FileFault) {
    guard status.st_uid == geteuid() else {
      throw FileFault(path, .foreign(owner: status.st_uid, expected: geteuid()))
    }
  }

  private var kind: mode_t { status.st_mode & S_IFMT }

  private var kindInWords: String {
    switch kind {
    case S_IFREG: "a file"
    case S_IFDIR: "a directory"
    case S_IFLNK: "a symbolic link"
    case S_IFIFO: "a named pipe"
    case S_IFSOCK: "a socket"
    case S_IFBLK, S_IFCHR: "a device"
    default: "of an unknown kind"
    }
  }
}
