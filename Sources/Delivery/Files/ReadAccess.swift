internal import Glibc

/// Who may read what a delivery writes: its owner, and one group if one is named.
struct ReadAccess {
  static let ownerOnly = ReadAccess(group: nil)

  let group: gid_t?

  var fileMode: mode_t { group == nil ? 0o600 : 0o640 }
  var directoryMode: mode_t { group == nil ? 0o700 : 0o750 }

  /// Gives an open file or directory its group first and its mode second: the other way round, the
  /// group it was made with could read it for a moment.
  func settle(_ number: Int32, mode: mode_t, _ name: String) throws(SystemError) {
    if let group, fchown(number, uid_t.max, group) != 0 {
      throw SystemError("give to the group", name)
    }
    guard fchmod(number, mode) == 0 else { throw SystemError("set the mode of", name) }
  }

  /// The number of a group; nothing when this machine knows none of that name.
  static func group(named name: String) -> gid_t? {
    var entry = Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>?
    var buffer = [CChar](repeating: 0, count: 1024)
    while true {
      let status = getgrnam_r(name, &entry, &buffer, buffer.count, &found)
      guard status == ERANGE, buffer.count < 1 << 20 else {
        return status == 0 && found != nil ? entry.gr_gid : nil
      }
      buffer = [CChar](repeating: 0, count: buffer.count * 4)
    }
  }
}
