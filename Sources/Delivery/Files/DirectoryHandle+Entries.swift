internal import Glibc

extension DirectoryHandle {
  /// What kind of thing a name stands for; nothing when there is none.
  func kind(of name: String) throws(SystemError) -> mode_t? {
    var status = stat()
    guard fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      let error = SystemError("look at", place(name))
      guard error.isMissing else { throw error }
      return nil
    }
    return status.st_mode & S_IFMT
  }

  /// Makes a symbolic link.
  func link(_ name: String, to target: String) throws(SystemError) {
    guard symlinkat(target, number, name) == 0 else { throw SystemError("make", place(name)) }
  }

  /// Where a symbolic link leads; nothing when there is no link of that name.
  func target(of name: String) throws(SystemError) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlinkat(number, name, &buffer, buffer.count)
    guard count >= 0 else {
      let error = SystemError("read", place(name))
      guard error.isMissing || error.number == EINVAL else { throw error }
      return nil
    }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes a file or link; one that is not there is fine.
  func remove(_ name: String) throws(SystemError) {
    guard unlinkat(number, name, 0) == 0 else {
      let error = SystemError("remove", place(name))
      guard error.isMissing else { throw error }
      return
    }
  }

  /// Removes a directory and the files in it; one that is not there is fine.
  func removeDirectory(_ name: String) throws(SystemError) {
    guard try kind(of: name) != nil else { return }
    let inside = try directory(name)
    for file in try inside.names() { try inside.remove(file) }
    guard unlinkat(number, name, AT_REMOVEDIR) == 0 else {
      throw SystemError("remove", place(name))
    }
  }

  /// The names in the directory, sorted.
  func names() throws(SystemError) -> [String] {
    // A descriptor of its own: reading a directory moves the descriptor's position.
    let own = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard own >= 0 else { throw SystemError("list", place(".")) }
    guard let stream = fdopendir(own) else {
      let error = SystemError("list", place("."))
      close(own)
      throw error
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
