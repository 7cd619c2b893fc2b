internal import FoundationEssentials
internal import Glibc
internal import Secrets
internal import Testing

@testable internal import Delivery

@Suite struct AllowedProgramsTests {
  private func shell(_ script: String, limit: Duration = .seconds(300), input: Secret? = nil)
    -> ProgramCall
  {
    ProgramCall(["/bin/sh", "-c", script], input: input, timeLimit: limit)
  }

  private let programs = AllowedPrograms(
    paths: ["/bin/sh"], environment: ["PATH": "/usr/bin:/bin", "ADDED": "no"],
    workingDirectory: "/usr")

  private func text(_ secret: Secret) -> String { secret.withUnsafeText { $0 } }

  @Test func aProgramGetsItsInputAndItsPlace() async throws {
    var call = shell("cat; echo \"|$ADDED|$#|$PWD\"; echo complaint >&2; exit 3")
    call.input = Secret("line\n")
    call.environment = ["ADDED": "yes"]
    let outcome = try await programs.run(call)
    #expect(outcome.end == .exited(3))
    #expect(text(outcome.output) == "line\n|yes|0|/usr\n")
    #expect(text(outcome.errorText) == "complaint\n")
  }

  @Test func withoutInputItsInputIsEmpty() async throws {
    let outcome = try await programs.run(shell("cat | wc -c"))
    #expect(text(outcome.output) == "0\n")
  }

  /// More than a pipe holds by itself.
  @Test func aLongInputArrivesWhole() async throws {
    let input = Secret(bytes: [UInt8](repeating: UInt8(ascii: "a"), count: 300_000))
    let outcome = try await programs.run(shell("sleep 0.2; wc -c", input: input))
    #expect(text(outcome.output) == "300000\n")
  }

  @Test func aProgramNeedNotReadItsInput() async throws {
    let input = Secret(bytes: [UInt8](repeating: UInt8(ascii: "a"), count: 300_000))
    let outcome = try await programs.run(shell("exec <&-; sleep 0.1; exit 4", input: input))
    #expect(outcome.end == .exited(4))
  }

  @Test func outputIsKeptFromItsStartAndErrorsFromTheirEnd() async throws {
    let outcome = try await programs.run(
      shell(
        "i=0; while [ $i -lt 60000 ]; do echo $i; i=$((i+1)); done; "
          + "i=0; while [ $i -lt 60000 ]; do echo $i >&2; i=$((i+1)); done"))
    #expect(outcome.end == .exited(0))
    #expect(outcome.output.byteCount == AllowedPrograms.outputLimit)
    #expect(text(outcome.output).hasPrefix("0\n1\n"))
    #expect(outcome.errorText.byteCount == AllowedPrograms.errorLimit)
    #expect(text(outcome.errorText).hasSuffix("\n59998\n59999\n"))
  }

  @Test func aProgramThatWritesWithoutEndMeetsItsTimeLimit() async throws {
    let outcome = try await programs.run(shell("exec yes", limit: .milliseconds(300)))
    #expect(outcome.end == .timedOut)
    #expect(outcome.output.byteCount == AllowedPrograms.outputLimit)
  }

  /// The whole group is asked to end, then killed.
  @Test func atTheTimeLimitEverythingItStartedEnds() async throws {
    let outcome = try await programs.run(
      shell(
        "trap '' TERM; (trap '' TERM; echo $BASHPID; exec sleep 60) & echo $!; sleep 60",
        limit: .milliseconds(300)))
    #expect(outcome.end == .timedOut)
    let child = try #require(
      text(outcome.output).split(separator: "\n").compactMap { Int32($0) }.first)
    var isGone = false
    for _ in 0..<200 where !isGone {
      isGone = hasEnded(child)
      if !isGone { try await Task.sleep(for: .milliseconds(10)) }
    }
    #expect(isGone)
  }

  /// Gone, or a zombie that nobody has collected yet.
  private func hasEnded(_ process: Int32) -> Bool {
    guard let status = try? Data(contentsOf: URL(filePath: "/proc/\(process)/stat")) else {
      return true
    }
    return String(decoding: status, as: UTF8.self).contains(") Z ")
  }

  @Test func aProgramThatEndsWhenAskedStillWasTooLate() async throws {
    let outcome = try await programs.run(
      shell("trap 'exit 0' TERM; sleep 60 & wait", limit: .milliseconds(300)))
    #expect(outcome.end == .timedOut)
  }

  @Test func aSignalIsNoExit() async throws {
    let outcome = try await programs.run(shell("kill -9 $$"))
    #expect(outcome.end == .signalled(SIGKILL))
  }

  /// It keeps the streams open for longer than any test may take; the program itself is over.
  @Test func aGrandchildThatKeepsTheStreamsKeepsNobodyWaiting() async throws {
    let outcome = try await programs.run(shell("sleep 3600 & echo $!; exit 0"))
    #expect(outcome.end == .exited(0))
    let grandchild = try #require(Int32(text(outcome.output).dropLast()))
    #expect(!hasEnded(grandchild))
    kill(grandchild, SIGKILL)
  }

  /// kmsctl ignores SIGPIPE and blocks SIGINT and SIGTERM; its children must not.
  @Test func signalsAreAsAProgramExpectsThem() async throws {
    _ = signal(SIGPIPE, SIG_IGN)
    let outcome = try await programs.run(
      shell("grep -E '^Sig(Blk|Ign)' /proc/self/status | cut -f 2"))
    let sets = text(outcome.output).split(separator: "\n").compactMap { UInt64($0, radix: 16) }
    // Above 31 are libc's own, which were ignored before this process began.
    #expect(sets.map { $0 & 0x7FFF_FFFF } == [0, 0])
  }

  @Test(arguments: [
    (["sh"], "'sh' is not an absolute path", "write the program's whole path"),
    ([], "'' is not an absolute path", "write the program's whole path"),
    (["/usr/bin/sh"], "'/usr/bin/sh' is not allowed to run", "pass --allow-exec /usr/bin/sh"),
    (
      ["/bin/../bin/sh"], "'/bin/../bin/sh' is not allowed to run",
      "pass --allow-exec /bin/../bin/sh"
    ),
    (
      ["/bin/sh", "a\u{0}b"], "an argument of '/bin/sh' holds a zero byte",
      "take it out of the manifest"
    ),
  ]) func onlyWhatWasAllowedRuns(_ words: [String], _ message: String, _ nextStep: String) async {
    let expected = ProgramFailure(message, nextStep: nextStep)
    #expect(programs.objection(to: words) == expected)
    await #expect(throws: expected) {
      _ = try await programs.run(ProgramCall(words, timeLimit: .seconds(1)))
    }
  }

  @Test func whatIsNoProgramIsRefused() throws {
    let directory = try TemporaryDirectory()
    try directory.write("text", to: "text")
    let names = ["missing", "text", "."].map(directory.place)
    let programs = AllowedPrograms(paths: names, environment: [:], workingDirectory: "/")
    #expect(
      names.map { programs.objection(to: [$0])?.message } == [
        "'\(names[0])' cannot be run: No such file or directory",
        "'\(names[1])' is not a program that may be executed",
        "'\(names[2])' is not a program that may be executed",
      ])
  }

  @Test func aFileThatCannotBeStartedWasNotStarted() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.place("script")
    try directory.write("#!/nowhere/interpreter\n", to: "script")
    chmod(path, 0o755)
    let programs = AllowedPrograms(paths: [path], environment: [:], workingDirectory: "/")
    await #expect(throws: ProgramFailure.self) {
      _ = try await programs.run(ProgramCall([path], timeLimit: .seconds(5)))
    }
  }

  @Test func credentialsStayBehind() {
    let variables = ProgramEnvironment.variables(
      of: [
        "PATH": "/bin", "KUBECONFIG": "/k", "VAULT_TOKEN": "t", "ALIBABA_CLOUD_ACCESS_KEY_ID": "1",
        "ALIBABA_CLOUD_SECURITY_TOKEN": "2", "ALIBABACLOUD_ACCESS_KEY_SECRET": "3",
        "ALICLOUD_SECRET_KEY": "4", "alibaba_cloud_x": "5", "KMSCTL_EXPECT": "6",
        "KEY_PASSWORD": "7",
        "ALIYUN_SECRET": "8",
      ], besides: ["KEY_PASSWORD"])
    #expect(variables == ["PATH": "/bin", "KUBECONFIG": "/k", "VAULT_TOKEN": "t"])
  }
}
