internal import Glibc

/// Directories that a delivery needs and that are not there yet.
enum MissingDirectories {
  /// Makes every missing directory of a path, down to the disk; returns those it made.
  ///
  /// Whatever the umask, they are their owner's to use, and nobody else's.
  static func make(
    _ path: String, for access: ReadAccess = .ownerOnly
  ) throws(SystemError) -> [String] {
    var missing: [String] = []
    var existing = path
    while !PathText.exists(existing), existing != "/" {
      missing.append(existing)
      existing = PathText.parent(existing)
    }
    var made: [String] = []
    for directory in missing.reversed() {
      guard mkdir(directory, 0o700) == 0 else {
        let error = SystemError("make", directory)
        if error.number == EEXIST { continue }
        remove(made)
        throw error
      }
      made.append(directory)
      do throws(SystemError) {
        try DirectoryMode.letOwnerIn(directory)
        if access.group != nil { try open(directory, for: access) }
        // Without this, a power cut takes the directory and the only copy of a key in it.
        try DirectoryHandle(PathText.parent(directory)).synchronise()
      } catch {
        remove(made)
        throw error
      }
    }
    return made
  }

  /// Lets the group through, or it could not reach what is delivered below.
  private static func open(_ directory: String, for access: ReadAccess) throws(SystemError) {
    let handle = try DirectoryHandle(directory)
    try access.settle(handle.number, mode: access.directoryMode, directory)
  }

  /// Removes directories again, as far as they are empty.
  static func remove(_ made: [String]) {
    for directory in made.reversed() { rmdir(directory) }
  }

  /// The nearest directory of a path that is there.
  static func nearestExisting(_ path: String) -> String {
    var path = path
    while !PathText.exists(path), path != "/" { path = PathText.parent(path) }
    return path
  }
}
