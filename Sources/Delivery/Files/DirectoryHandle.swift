internal import Glibc
internal import Secrets

/// An open directory: everything in it is reached by name through it, and no link is followed.
struct DirectoryHandle {
  private let descriptor: FileDescriptor
  private let path: String

  /// Opens a directory; links on the way to it are followed.
  init(_ path: String) throws(SystemError) {
    let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("open", path) }
    descriptor = FileDescriptor(number)
    self.path = path
  }

  /// Opens a directory that keys go to: it may not be a link, also when it has become one.
  init(destination path: String) throws(SystemError) {
    let number = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("open", path) }
    descriptor = FileDescriptor(number)
    self.path = path
  }

  private init(_ descriptor: FileDescriptor, _ path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  var status: stat {
    get throws(SystemError) { try descriptor.status(path) }
  }

  func synchronise() throws(SystemError) { try descriptor.synchronise(path) }

  /// Opens a directory in this one.
  func directory(_ name: String) throws(SystemError) -> DirectoryHandle {
    let number = openat(descriptor.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("open", place(name)) }
    return DirectoryHandle(FileDescriptor(number), place(name))
  }

  /// Makes a directory and opens it.
  func makeDirectory(
    _ name: String, for access: ReadAccess = .ownerOnly
  ) throws(SystemError) -> DirectoryHandle {
    guard mkdirat(descriptor.number, name, 0o700) == 0 else {
      throw SystemError("make", place(name))
    }
    try DirectoryMode.letOwnerIn(name, in: descriptor.number, place: place(name))
    let made = try directory(name)
    try access.settle(made.descriptor.number, mode: access.directoryMode, place(name))
    return made
  }

  /// Writes a new file, down to the disk; nothing stays when that fails.
  func write(
    _ content: Secret, to name: String, for access: ReadAccess = .ownerOnly
  ) throws(SystemError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let number = openat(descriptor.number, name, flags, 0o600)
    guard number >= 0 else { throw SystemError("make", place(name)) }
    let file = FileDescriptor(number)
    do throws(SystemError) {
      try access.settle(number, mode: access.fileMode, place(name))
      try file.write(content, place(name))
      try file.synchronise(place(name))
    } catch {
      unlinkat(descriptor.number, name, 0)
      throw error
    }
  }

  /// Reads a whole file; one that is longer than the limit is an error.
  func read(_ name: String, atMost limit: Int) throws(SystemError) -> Secret {
    let number = openat(descriptor.number, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("open", place(name)) }
    let content = try FileDescriptor(number).read(atMost: limit, place(name))
    guard content.byteCount <= limit else {
      throw SystemError("read", place(name), number: EFBIG)
    }
    return content
  }

  func rename(_ old: String, to new: String) throws(SystemError) {
    guard renameat(descriptor.number, old, descriptor.number, new) == 0 else {
      throw SystemError("rename", place(old))
    }
  }

  func place(_ name: String) -> String { "\(path)/\(name)" }

  var number: Int32 { descriptor.number }
}
