internal import Glibc

/// An open directory of the caller's own: what is in it is reached by name through it, and no link
/// in it or in its place is followed.
package final class OwnDirectory: Sendable {
  /// What a file is opened for that is made if it is not there.
  package enum Use: Sendable {
    /// To be written to at its end.
    case appending
    /// To be read and written in place.
    case updating
  }

  /// The path it was opened by.
  package let path: String
  private let descriptor: Int32

  private init(adopting descriptor: Int32, _ path: String) throws(FileFault) {
    self.descriptor = descriptor
    self.path = path
    // From here on `deinit` closes it, also when this throws.
    try FileStatus(descriptor: descriptor, path).checkOwnDirectory()
  }

  deinit { close(descriptor) }

  /// Opens a directory that is there; links on the way to it are followed, it may not be one.
  package static func open(_ path: String) throws(FileFault) -> OwnDirectory {
    let place = Place(path)
    let parent = try Parent(place.parent)
    return try parent.open(place.name, place.path)
  }

  /// Opens a directory, making it and those above it that are missing; what is made is private.
  package static func make(_ path: String) throws(FileFault) -> OwnDirectory {
    let place = Place(path)
    var missing: [Place] = []
    var existing = place
    while try !existing.isThere, existing.parent != existing.path {
      missing.append(existing)
      existing = Place(existing.parent)
    }
    guard let first = missing.last else { return try open(path) }
    var directory = try Parent(first.parent).make(first.name, first.path)
    for next in missing.dropLast().reversed() {
      directory = try Parent(directory).make(next.name, next.path)
    }
    return directory
  }

  /// Opens a file to be read; nothing when there is none.
  package func file(_ name: String) throws(FileFault) -> OwnFile? {
    guard let status = try FileStatus(of: name, in: descriptor, place(name)) else { return nil }
    try status.checkOwnFile()
    return try open(name, O_RDONLY)
  }

  /// Opens a file to be written to; makes it private if it is not there.
  package func file(_ name: String, for use: Use) throws(FileFault) -> OwnFile {
    // Looked at first: opening a device may do something, opening a pipe may fail in other words.
    try FileStatus(of: name, in: descriptor, place(name))?.checkOwnFile()
    return switch use {
    case .appending: try open(name, O_WRONLY | O_CREAT | O_APPEND)
    case .updating: try open(name, O_RDWR | O_CREAT)
    }
  }

  private func open(_ name: String, _ flags: Int32) throws(FileFault) -> OwnFile {
    let guards = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let number = openat(descriptor, name, flags | guards, 0o600)
    guard number >= 0 else { throw FileFault(errnoAt: place(name)) }
    return try OwnFile(adopting: number, place(name))
  }

  /// Puts bytes in the place of a file in one step, by way of a new file beside it.
  package func replace(_ name: String, by way: String, with bytes: [UInt8]) throws(FileFault) {
    // A link or pipe of that name goes; what it leads to stays.
    guard unlinkat(descriptor, way, 0) == 0 || errno == ENOENT else {
      throw FileFault(errnoAt: place(way))
    }
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let number = openat(descriptor, way, flags, 0o600)
    guard number >= 0 else { throw FileFault(errnoAt: place(way)) }
    let file = try OwnFile(adopting: number, place(way))
    do throws(FileFault) {
      try file.write(bytes)
      guard renameat(descriptor, way, descriptor, name) == 0 else {
        throw FileFault(errnoAt: place(name))
      }
    } catch {
      unlinkat(descriptor, way, 0)
      throw error
    }
  }

  /// Writes a file that is not there yet; false when something has its name.
  package func addFile(_ name: String, _ bytes: [UInt8]) throws(FileFault) -> Bool {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let number = openat(descriptor, name, flags, 0o600)
    guard number >= 0 else {
      if errno == EEXIST { return false }
      throw FileFault(errnoAt: place(name))
    }
    try OwnFile(adopting: number, place(name)).write(bytes)
    return true
  }

  private func place(_ name: String) -> String { "\(path)/\(name)" }

  /// A path, what stands before its last part, and that part.
  private struct Place {
    let path: String
    let parent: String
    let name: String

    init(_ path: String) {
      var bytes = Array(path.utf8)
      // With a slash behind it, a link would be followed.
      while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
      self.path = bytes.isEmpty ? "." : String(decoding: bytes, as: UTF8.self)
      guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
        (parent, name) = (".", self.path)
        return
      }
      let rest = bytes[(slash + 1)...]
      parent = slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
      name = rest.isEmpty ? "." : String(decoding: rest, as: UTF8.self)
    }

    /// Whether something has the name, a link to nothing included.
    var isThere: Bool {
      get throws(FileFault) { try FileStatus(of: path, in: AT_FDCWD, path) != nil }
    }
  }

  /// The directory that another one is opened or made in; anybody's.
  private final class Parent {
    private let descriptor: Int32

    init(_ path: String) throws(FileFault) {
      descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileFault(errnoAt: path) }
    }

    init(_ directory: OwnDirectory) throws(FileFault) {
      descriptor = dup(directory.descriptor)
      guard descriptor >= 0 else { throw FileFault(errnoAt: directory.path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func open(_ name: String, _ path: String) throws(FileFault) -> OwnDirectory {
      let number = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard number >= 0 else {
        let fault = FileFault(errnoAt: path)
        // The system's words for a link are those for a file.
        try FileStatus(of: name, in: descriptor, path)?.checkOwnDirectory()
        throw fault
      }
      return try OwnDirectory(adopting: number, path)
    }

    func make(_ name: String, _ path: String) throws(FileFault) -> OwnDirectory {
      // Somebody may have made it in the meantime: opening says whose it is.
      guard mkdirat(descriptor, name, 0o700) == 0 || errno == EEXIST else {
        throw FileFault(errnoAt: path)
      }
      return try open(name, path)
    }
  }
}
