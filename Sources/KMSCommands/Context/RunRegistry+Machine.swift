internal import Cryptography
internal import Glibc
internal import KMSModel

extension RunRegistry {
  /// This process, and what can be told of others on this machine (decision 22).
  static func machine() -> RunRegistry {
    RunRegistry(
      run: Digest.hex(SecureRandom().bytes(4)), host: MachineProcesses.hostHash(),
      process: MachineProcesses.text(of: getpid()), isOver: { MachineProcesses.isOver($0.process) })
  }
}

/// The processes of this machine, as a claim names them: id and start time in hex.
private enum MachineProcesses {
  /// Eight hex digits that are the same only where a process id means the same process: machine,
  /// boot, and the namespaces that number processes and shift their start times.
  static func hostHash() -> String {
    let boot = ProcessFile.text("/proc/sys/kernel/random/boot_id")
    let namespaces = ["pid", "time"].map { ProcessFile.target(ofLink: "/proc/self/ns/\($0)") }
    // Without these two nobody could be sure that a process id is the same process.
    guard let boot, let numbering = namespaces[0] else {
      return Digest.hex(SecureRandom().bytes(4))
    }
    let parts = [
      ProcessFile.text("/etc/machine-id") ?? "",
      ProcessFile.text("/proc/sys/kernel/hostname") ?? "",
      boot, numbering, namespaces[1] ?? "",
    ]
    return String(
      Digest.hex(Digest.sha256(Array(parts.joined(separator: "\u{0}").utf8))).prefix(8))
  }

  static func text(of process: pid_t) -> String {
    "\(String(process, radix: 16))-\(String(ProcessFile.state(of: process)?.start ?? 0, radix: 16))"
  }

  /// Whether a process surely ended. What cannot be found out proves nothing.
  ///
  /// No mount option hides a process from a signal, unlike from `/proc`.
  static func isOver(_ text: String) -> Bool {
    let numbers = text.utf8.split(separator: UInt8(ascii: "-"))
      .map { UInt64(String(decoding: $0, as: UTF8.self), radix: 16) }
    guard numbers.count == 2, let id = numbers[0].flatMap(pid_t.init(exactly:)), id > 0,
      let start = numbers[1], start > 0
    else { return false }
    if kill(id, 0) != 0, errno == ESRCH { return true }
    guard let state = ProcessFile.state(of: id) else { return false }
    return state.start != start || state.hasEnded
  }
}

/// What `/proc` says; each read is small and cannot block.
private enum ProcessFile {
  static func text(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  static func target(ofLink path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = readlinkat(AT_FDCWD, path, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// Start time in ticks since boot, and whether only the exit status is left (proc(5), stat).
  static func state(of process: pid_t) -> (start: UInt64, hasEnded: Bool)? {
    guard let text = text("/proc/\(process)/stat") else { return nil }
    // The second field is the program's name, which may hold anything: the last bracket ends it.
    guard let end = text.utf8.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = text.utf8[text.utf8.index(after: end)...].split(separator: UInt8(ascii: " "))
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count > 19, let start = UInt64(fields[19]) else { return nil }
    return (start, ["Z", "X"].contains(fields[0]))
  }
}
