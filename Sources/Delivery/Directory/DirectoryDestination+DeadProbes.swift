internal import Glibc
internal import Texts

/// A run that is killed during its preflight leaves its probe; the next preflight removes it.
extension DirectoryDestination {
  static let probePrefix = ".probe-"

  /// Removes the probes of runs that are gone: one under way holds the lock of its directory.
  func removeDeadProbes(_ root: DirectoryHandle) throws(SystemError) {
    let probes = try root.names().filter { $0.begins(with: Self.probePrefix) }
    for name in probes where try root.kind(of: name) == S_IFDIR {
      guard let probe = try? root.directory(name), probe.lock() else { continue }
      try? root.removeDirectory(name)
    }
    for name in probes {
      guard let target = try root.target(of: name), try root.kind(of: target) == nil else {
        continue
      }
      try? root.remove(name)
    }
  }
}

extension DirectoryHandle {
  /// Locks the directory until it is closed; false when somebody else has it, or the file system
  /// has no locks.
  func lock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }
}
