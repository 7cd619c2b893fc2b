internal import Glibc

/// What to do when the operating system says no to reading or writing: it follows from what the
/// system said, whatever was tried.
public enum SystemAdvice {
  /// The next step after an `errno` about a file or directory.
  public static func nextStep(after number: Int32, at name: String) -> String {
    switch number {
    case ENOSPC: "make room on the file system of '\(name)'"
    case EDQUOT: "make room in the disk quota of the user who runs kmsctl, or raise it"
    case EROFS: "mount the file system of '\(name)' so that it can be written to"
    case EACCES, EPERM: "let the user who runs kmsctl read and write '\(name)'"
    case ENOTDIR: "move the file away that stands where '\(name)' needs a directory"
    case EISDIR: "move the directory away that stands where the file '\(name)' should be"
    case ENOENT: "make the directories that lead to '\(name)', or see who takes them away"
    case ELOOP: "lead the symbolic links on the way to '\(name)' somewhere"
    case ENAMETOOLONG: "shorten the path '\(name)'"
    case EMFILE, ENFILE: "raise the limit on open files (ulimit -n)"
    case EIO: "look at the disk under '\(name)'"
    case ESTALE: "mount the file system of '\(name)' again"
    default: "make '\(name)' usable for the user who runs kmsctl"
    }
  }
}
