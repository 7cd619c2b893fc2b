internal import Glibc

/// The few questions to the disk that loading needs.
enum FileAccess {
  /// What a path leads to, symbolic links followed.
  struct Entry {
    /// Tells two paths to the same file.
    struct Identity: Hashable {
      var device: UInt64
      var number: UInt64
    }

    var isDirectory: Bool
    var identity: Identity

    init(_ status: stat) {
      isDirectory = status.st_mode & S_IFMT == S_IFDIR
      identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }
  }

  /// Why a path could not be used.
  struct Failure: Error {
    var reason: String
    var isMissing: Bool

    init(_ code: Int32) {
      reason = String(cString: strerror(code)).lowercased()
      isMissing = code == ENOENT || code == ENOTDIR
    }

    init(reason: String) {
      self.reason = reason
      isMissing = false
    }
  }

  /// The directory the program was started in.
  static var currentDirectory: String {
    guard let pointer = getcwd(nil, 0) else { return "/" }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// What a path leads to.
  static func entry(_ path: String) throws(Failure) -> Entry {
    var status = stat()
    guard stat(path, &status) == 0 else { throw Failure(errno) }
    return Entry(status)
  }

  /// Whether something has this name, a link to nothing included.
  ///
  /// Only the system's word that there is nothing counts as absent.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || !Failure(errno).isMissing
  }

  /// The path without symbolic links.
  static func realPath(_ path: String) throws(Failure) -> String {
    guard let pointer = realpath(path, nil) else { throw Failure(errno) }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// One name in a directory.
  struct Child {
    /// The name; what is no UTF-8 in it is replaced.
    var name: String
    /// Whether the name is UTF-8: otherwise no path leads there.
    var isText: Bool
    /// What it leads to, or why that cannot be known.
    var entry: Result<Entry, Failure>
  }

  /// What is in a directory, sorted by name, hidden names included.
  static func children(of directory: String) throws(Failure) -> [Child] {
    guard let handle = opendir(directory) else { throw Failure(errno) }
    defer { closedir(handle) }
    var children: [Child] = []
    while true {
      errno = 0
      guard let entry = readdir(handle) else {
        // The end, or a failure that must not pass for the end.
        guard errno == 0 else { throw Failure(errno) }
        break
      }
      let child = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { self.child($0, in: handle) }
      }
      if child.name != ".", child.name != ".." { children.append(child) }
    }
    return children.sorted { $0.name < $1.name }
  }

  private static func child(_ name: UnsafePointer<CChar>, in directory: OpaquePointer) -> Child {
    var status = stat()
    let isKnown = fstatat(dirfd(directory), name, &status, 0) == 0
    return Child(
      name: String(cString: name), isText: String(validatingCString: name) != nil,
      entry: isKnown ? .success(Entry(status)) : .failure(Failure(errno)))
  }

  /// The bytes of a regular file, cut off after the limit.
  static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    // Without waiting: a named pipe must not hold up the run.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(reason: "not a regular file") }
    // What the system says of the size is a hint: some files grow, and some say nothing.
    var bytes = [UInt8](repeating: 0, count: min(max(Int(status.st_size), 4_096), limit) + 1)
    var count = 0
    while count < limit + 1 {
      if count == bytes.count {
        bytes += [UInt8](repeating: 0, count: min(count, limit + 1 - count))
      }
      let room = bytes.count - count
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), room)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw Failure(errno) }
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
