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
    return Entry(
      isDirectory: status.st_mode & S_IFMT == S_IFDIR,
      identity: .init(device: UInt64(status.st_dev), number: UInt64(status.st_ino)))
  }

  /// The path without symbolic links.
  static func realPath(_ path: String) throws(Failure) -> String {
    guard let pointer = realpath(path, nil) else { throw Failure(errno) }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// The names in a directory, sorted, hidden ones left out.
  static func names(in directory: String) throws(Failure) -> [String] {
    guard let handle = opendir(directory) else { throw Failure(errno) }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
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
    var bytes = [UInt8](repeating: 0, count: min(Int(status.st_size), limit) + 1)
    var count = 0
    while count < bytes.count {
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
