internal import Glibc

/// The mode of a directory that was just made: the umask takes bits away that its owner needs.
enum DirectoryMode {
  /// Sets the mode to 0700 without opening the directory, which a umask such as 0777 forbids.
  static func letOwnerIn(
    _ name: String, in parent: Int32 = AT_FDCWD, place: String? = nil
  ) throws(SystemError) {
    var status = stat()
    // Somebody may have put a link there meanwhile: what it leads to is not ours.
    let isMade =
      fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      && status.st_mode & S_IFMT == S_IFDIR
    guard isMade else { throw SystemError("look at", place ?? name, number: ENOTDIR) }
    if status.st_mode & 0o777 == 0o700 { return }
    guard fchmodat(parent, name, 0o700, AT_SYMLINK_NOFOLLOW) == 0 else {
      throw SystemError("set the mode of", place ?? name)
    }
  }
}
