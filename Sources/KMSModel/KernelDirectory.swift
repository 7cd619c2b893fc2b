internal import Texts

/// Directories that the kernel makes up: what is written there is no file, or is gone after a
/// restart, and what looks like a file may be a device or another process's.
public enum KernelDirectory {
  /// Them all.
  public static let paths = ["/dev", "/proc", "/sys"]

  /// The one that an absolute path is, or lies below; the path has no `.`, `..` or doubled slashes.
  public static func holding(_ path: String) -> String? {
    paths.first { path.isSame(as: $0) || path.begins(with: $0 + "/") }
  }
}
