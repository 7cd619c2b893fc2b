import Testing

@testable import KMSCommands

@Suite struct GitRevisionTests {
  private static let commit = "0123456789abcdef0123456789abcdef01234567"

  @Test func looseBranch() throws {
    let harness = try CommandHarness()
    try harness.write("ref: refs/heads/main\n", to: ".git/HEAD")
    try harness.write(Self.commit + "\n", to: ".git/refs/heads/main")
    try harness.write("", to: "below/here/file")
    #expect(GitRevision(at: harness.directory + "/below/here")?.short == "01234567")
  }

  @Test func packedBranchAndDetachedHead() throws {
    let harness = try CommandHarness()
    try harness.write("ref: refs/heads/main\n", to: ".git/HEAD")
    try harness.write("# pack-refs\n\(Self.commit) refs/heads/main\n", to: ".git/packed-refs")
    #expect(GitRevision(at: harness.directory)?.commit == Self.commit)
    try harness.write(Self.commit, to: ".git/HEAD")
    #expect(GitRevision(at: harness.directory)?.commit == Self.commit)
  }

  @Test func worktree() throws {
    let harness = try CommandHarness()
    try harness.write("gitdir: ../main/.git/worktrees/w\n", to: "w/.git")
    try harness.write("ref: refs/heads/side\n", to: "main/.git/worktrees/w/HEAD")
    try harness.write("../..\n", to: "main/.git/worktrees/w/commondir")
    try harness.write(Self.commit, to: "main/.git/refs/heads/side")
    #expect(GitRevision(at: harness.directory + "/w")?.short == "01234567")
  }

  @Test func nonsenseIsNoRevision() throws {
    let harness = try CommandHarness()
    try harness.write("ref: ../../../etc/passwd\n", to: ".git/HEAD")
    #expect(GitRevision(at: harness.directory) == nil)
  }

  @Test func userAgentNamesStackAndRevision() throws {
    let harness = try CommandHarness()
    try harness.write(Self.commit, to: ".git/HEAD")
    #expect(
      UserAgent(stack: "payments", directory: harness.directory).text
        == "kmsctl/0.1.0 (stack=payments; rev=01234567)")
  }
}
