import Diagnostics
import Manifests
import Testing

@Suite struct StackLocatorTests {
  @Test func theNearestStackUpToTheRepositorysRootIsFound() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", "")
    try directory.write("repository/.git/HEAD", "")
    try directory.makeDirectory("repository/a/b")
    #expect(StackLocator.locate(from: directory("repository/a/b")) == nil)
    try directory.write("repository/kmsctl.yaml", "")
    #expect(
      StackLocator.locate(from: directory("repository/a/b")) == directory("repository/kmsctl.yaml"))
    try directory.write("repository/a/kmsctl.yaml", "")
    #expect(
      StackLocator.locate(from: directory("repository/a/b"))
        == directory("repository/a/kmsctl.yaml"))
  }

  @Test func aWorktreesGitFileMarksTheRootToo() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", "")
    try directory.write("worktree/.git", "gitdir: elsewhere")
    #expect(StackLocator.locate(from: directory("worktree")) == nil)
  }

  @Test func outsideARepositoryOnlyTheDirectoryItselfCounts() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", "")
    try directory.makeDirectory("below")
    #expect(StackLocator.locate(from: directory.path) == directory("kmsctl.yaml"))
    #expect(StackLocator.locate(from: directory("below")) == nil)
  }

  @Test func aMissingStackSaysWhatToDo() {
    #expect(
      text(StackLocator.notFound(from: "/srv/repository")) == """
        error[stack-not-found]: no kmsctl.yaml in '/srv/repository' or above it in its repository
        note: 'kmsctl init' writes one; '-C' and '--stack' say where it is
        """)
  }
}
