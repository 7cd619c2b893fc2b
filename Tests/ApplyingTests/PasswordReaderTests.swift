internal import Cryptography
internal import Delivery
internal import Glibc
internal import KMSModel
internal import Secrets
internal import Testing

@testable internal import Applying

struct PasswordReaderTests {
  private func password(
    _ source: PasswordSource, environment: [String: String] = [:], in directory: String = "/",
    programs: any ProgramRunner = NoPrograms()
  ) async -> Result<Secret, StepFailure> {
    let reader = PasswordReader(
      environment: environment, baseDirectory: directory, programs: programs)
    do throws(StepFailure) {
      return .success(try await reader.password(from: source))
    } catch {
      return .failure(error)
    }
  }

  private func message(_ result: Result<Secret, StepFailure>) -> String? {
    if case .failure(let failure) = result { return failure.message }
    return nil
  }

  @Test(arguments: [8, 9, 32, 64])
  func aGeneratedPasswordHasEveryClass(length: Int) async throws {
    for _ in 0..<200 {
      let password = try await password(.generate(length: length)).get()
      let text = password.withUnsafeText { $0 }
      #expect(text.count == length)
      #expect(text.contains { $0.isLowercase })
      #expect(text.contains { $0.isUppercase })
      #expect(text.contains { $0.isNumber })
      #expect(text.contains { "~!@#$%^&*?_-".contains($0) })
      #expect(PasswordRule.objection(to: password) == nil)
    }
  }

  @Test func generatedPasswordsDifferAndUseTheWholeAlphabet() async throws {
    var texts: [String] = []
    for _ in 0..<300 {
      texts.append(try await password(.generate(length: 64)).get().withUnsafeText { $0 })
    }
    #expect(Set(texts).count == 300)
    let characters = Set(texts.joined())
    #expect(characters.count == 74)
  }

  @Test(arguments: [
    ("Abc-defg", nil), ("abcdefg1", nil), ("1234567-", nil),
    (String(repeating: "a1", count: 32), nil),
    ("Abc-def", "has 7 characters, 8 to 64 are allowed"),
    (String(repeating: "a1", count: 32) + "x", "has 65 characters, 8 to 64 are allowed"),
    ("Abcdefgh", "needs at least two of letters, digits and ~!@#$%^&*?_-"),
    ("12345678", "needs at least two of letters, digits and ~!@#$%^&*?_-"),
    ("abc 1234", "holds a character other than letters, digits and ~!@#$%^&*?_-"),
    ("abcdé1234", "holds a character other than letters, digits and ~!@#$%^&*?_-"),
  ]) func aGivenPasswordFollowsTheRules(text: String, objection: String?) async {
    let result = await password(.fromEnv("P"), environment: ["P": text])
    #expect(
      message(result) == objection.map { "the password in the environment variable 'P' \($0)" })
  }

  @Test func aMissingVariableIsNamed() async {
    #expect(
      message(await password(.fromEnv("KEY_PASSWORD")))
        == "the environment variable 'KEY_PASSWORD' for the password is not set")
  }

  @Test func aFileOfItsOwnerIsReadWithoutItsLineEnd() async throws {
    let directory = try TemporaryDirectory()
    for (content, mode) in [("Planted-1\n", 0o600), ("Planted-1\r\n", 0o400), ("Planted-1", 0o600)]
    {
      try directory.write(content, to: "password", mode: mode_t(mode))
      let read = try await password(.fromFile("password"), in: directory.path).get()
      #expect(read.withUnsafeText { $0 } == "Planted-1")
    }
  }

  @Test(arguments: [0o640, 0o604, 0o660]) func aFileOpenToOthersIsRefused(mode: Int) async throws {
    let directory = try TemporaryDirectory()
    try directory.write("Planted-1", to: "password", mode: mode_t(mode))
    #expect(
      message(await password(.fromFile("password"), in: directory.path))
        == "the password file 'password' is open to others")
  }

  @Test func whatIsNotAReadableFileIsRefused() async throws {
    let directory = try TemporaryDirectory()
    #expect(mkfifo(directory.path + "/pipe", 0o600) == 0)
    #expect(
      message(await password(.fromFile("pipe"), in: directory.path))
        == "the password file 'pipe' is not a file")
    #expect(
      message(await password(.fromFile("nothing"), in: directory.path))
        == "the password file 'nothing' cannot be read: No such file or directory")
    try directory.write(String(repeating: "a1", count: 5_000), to: "long", mode: 0o600)
    #expect(
      message(await password(.fromFile("long"), in: directory.path))?
        .hasSuffix("8 to 64 are allowed") == true)
  }
}
