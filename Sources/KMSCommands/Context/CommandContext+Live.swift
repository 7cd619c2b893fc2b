internal import Cryptography
internal import FoundationEssentials
internal import Glibc
internal import KMSModel

extension CommandContext {
  /// The real world.
  public static func live(_ interrupts: Interrupts) -> CommandContext {
    let environment = ProcessInfo.processInfo.environment
    return CommandContext(
      out: .descriptor(STDOUT_FILENO), err: .descriptor(STDERR_FILENO),
      environment: environment,
      workingDirectory: FileManager.default.currentDirectoryPath,
      isInteractive: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1,
      readAnswer: { readLine() }, executablePath: ownPath,
      now: { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) },
      randomBytes: { SecureRandom().bytes($0) },
      connect: { try await LiveConnection(environment: environment).open($0) },
      interrupts: interrupts, runs: .machine())
  }

  private static var ownPath: String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }
}
