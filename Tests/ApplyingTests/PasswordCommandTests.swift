internal import Delivery
internal import FoundationEssentials
internal import KMSModel
internal import Secrets
internal import Testing

@testable internal import Applying

/// Passwords from a command; the programs are real ones.
struct PasswordCommandTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func reader(allowed: [String] = ["/bin/sh"]) -> PasswordReader {
    PasswordReader(
      environment: [:], baseDirectory: "/",
      programs: AllowedPrograms(
        paths: allowed, environment: ["PATH": "/usr/bin:/bin"], workingDirectory: directory.path))
  }

  private func shell(_ script: String) -> PasswordSource {
    .fromCommand(["/bin/sh", "-c", script])
  }

  private func failure(_ body: () async throws(StepFailure) -> Void) async -> StepFailure? {
    do { try await body() } catch { return error }
    return nil
  }

  @Test(arguments: ["echo Planted-Password-1", "printf Planted-Password-1"])
  func itsOutputWithoutTheLineEndIsThePassword(_ script: String) async throws {
    let password = try await reader().password(from: shell(script))
    #expect(password.withUnsafeText { $0 } == "Planted-Password-1")
  }

  @Test func preflightLooksAtTheProgramAndRunsNothing() async throws {
    try await reader().preflight(shell("touch ran"))
    #expect(!FileManager.default.fileExists(atPath: directory.path + "/ran"))
  }

  @Test func whatIsNotAllowedIsNamedWithItsFlag() async {
    let expected = StepFailure(
      .other, "the password cannot be had: '/bin/sh' is not allowed to run",
      nextStep: "pass --allow-exec /bin/sh")
    let reader = reader(allowed: ["/bin/true"])
    let looked = await failure { () async throws(StepFailure) in
      try await reader.preflight(shell(""))
    }
    let ran = await failure { () async throws(StepFailure) in
      _ = try await reader.password(from: shell(""))
    }
    #expect(looked?.message == expected.message && looked?.nextStep == expected.nextStep)
    #expect(ran?.message == expected.message && ran?.nextStep == expected.nextStep)
  }

  @Test(arguments: [
    (
      "echo sealed >&2; exit 2",
      "the command '/bin/sh' for the password ended with status 2: sealed"
    ),
    ("kill -9 $$", "the command '/bin/sh' for the password was ended by signal 9"),
    ("echo abc", "the password from '/bin/sh' has 3 characters, 8 to 64 are allowed"),
    (
      "printf 'Planted-Password-1\\n\\n'",
      "the password from '/bin/sh' holds a character other than letters, digits and ~!@#$%^&*?_-"
    ),
    (
      "echo Planted-Password-1; echo not Planted-Password-1 >&2; exit 1",
      "the command '/bin/sh' for the password ended with status 1: not •••"
    ),
  ]) func aFailureIsToldWithoutThePassword(_ script: String, _ message: String) async {
    let failure = await failure { () async throws(StepFailure) in
      _ = try await reader().password(from: shell(script))
    }
    #expect(failure?.message == message)
  }
}
