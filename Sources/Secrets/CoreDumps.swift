internal import CProcess
internal import Glibc

/// Keeps the memory of a process that holds secrets out of core files.
public enum CoreDumps {
  /// No core file from here on, of this process or of a program that it starts; and nobody but root
  /// may look into this process's memory.
  ///
  /// A limit may always be lowered and dumping always be given up, so there is nothing to report.
  public static func turnOff() {
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    _ = kmsctl_set_dumpable(0)
  }

  /// Whether both hold.
  public static var areOff: Bool {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    return limit.rlim_max == 0 && kmsctl_get_dumpable() == 0
  }
}
