internal import Delivery
internal import FoundationEssentials
internal import Glibc
internal import KMSModel
internal import Testing

struct DirectoryPreflightTests {
  private let base: TemporaryDirectory

  init() throws { base = try TemporaryDirectory() }

  private func objection(
    _ path: String = "kms", isEphemeralAccepted: Bool = false, environment: [String: String] = [:]
  ) async -> String? {
    let destination = Destinations(baseDirectory: base.path, environment: environment)
      .destination(for: .directory(path: path, isEphemeralAccepted: isEphemeralAccepted))
    do {
      try await destination.preflight()
      return nil
    } catch {
      return error.message
    }
  }

  @Test func aDirectoryOfAnotherAccessPointIsRefused() async throws {
    var key = try SampleKey.first.get().key
    let ours = KeyOwner(account: "1", region: "cn-hangzhou", accessPoint: "orders")
    let theirs = KeyOwner(account: "1", region: "cn-hangzhou", accessPoint: "orders-2")
    let destination = Destinations(baseDirectory: base.path, environment: [:])
      .destination(for: .directory(path: "kms", isEphemeralAccepted: false))
    let refusal = DeliveryError(
      .unusable, destination: "directory kms",
      message: "it holds the keys of access point '1/cn-hangzhou/orders', "
        + "not of '1/cn-hangzhou/orders-2'",
      nextStep: "give each access point a directory of its own; if that one does not use it any "
        + "more, delete '\(base.place("kms/.kmsctl"))'")
    // What a run leaves that is killed while it claims the directory.
    try base.makeDirectory("kms")
    try base.write("1/cn-hang", to: "kms/.kmsctl")

    try await destination.preflight(for: ours)
    key.owner = ours
    for _ in 0..<2 { try await destination.stage(key) }
    #expect(try base.text("kms/.kmsctl") == "1/cn-hangzhou/orders\n")
    try await destination.preflight(for: ours)
    let atPreflight = await error { () async throws(DeliveryError) in
      try await destination.preflight(for: theirs)
    }
    #expect(atPreflight == refusal)
    key.owner = theirs
    let foreign = key
    let atStage = await error { () async throws(DeliveryError) in
      try await destination.stage(foreign)
    }
    #expect(atStage == refusal)
  }

  private func error(_ body: () async throws(DeliveryError) -> Void) async -> DeliveryError? {
    do { try await body() } catch { return error }
    return nil
  }

  @Test func aPreflightLeavesNothingBehind() async throws {
    #expect(await objection("not/there/yet") == nil)
    #expect(try base.tree() == [])
    try base.makeDirectory("kms")
    #expect(await objection() == nil)
    #expect(try base.tree() == ["kms 700"])
  }

  @Test func whatAKilledPreflightLeftGoesAndOneUnderWayStays() async throws {
    try base.makeDirectory("kms")
    for name in ["dead", "live"] {
      try base.makeDirectory("kms/.probe-\(name)")
      try base.write("", to: "kms/.probe-\(name)/file")
      #expect(symlink(".probe-\(name)", base.place("kms/.probe-\(name)-link")) == 0)
    }
    let live = open(base.place("kms/.probe-live"), O_RDONLY | O_DIRECTORY)
    defer { close(live) }
    #expect(flock(live, LOCK_EX | LOCK_NB) == 0)
    let before = try base.tree().filter { $0.contains("live") }

    #expect(await objection() == nil)
    #expect(before.count == 3)
    #expect(try base.tree() == ["kms 700"] + before)
  }

  @Test func aPathBelowAFileIsRefused() async throws {
    try base.write("", to: "file")
    let message = "cannot open '\(base.place("file"))': Not a directory"
    #expect(await objection("file/kms") == message)
    #expect(await objection("file") == message)
  }

  @Test(arguments: [mode_t(0o770), 0o707, 0o1777])
  func aDirectoryOthersMayWriteToIsRefused(mode: mode_t) async throws {
    try base.makeDirectory("kms", mode: mode)
    #expect(await objection() == "'\(base.place("kms"))' can be written to by other users")
  }

  @Test func aMissingDirectoryIsNotMadeWhereOthersCouldMakeItFirst() async throws {
    try base.makeDirectory("open", mode: 0o777)
    #expect(
      await objection("open/kms") == "'\(base.place("open"))' can be written to by other users")
    try base.makeDirectory("sticky", mode: 0o1777)
    #expect(await objection("sticky/kms") == nil)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func whatBelongsToSomebodyElseIsRefused() async throws {
    try base.makeDirectory("kms")
    chown(base.place("kms"), 12_345, 12_345)
    #expect(await objection() == "'\(base.place("kms"))' belongs to user 12345")
    try base.makeDirectory("ours")
    symlink("ours", base.place("link"))
    #expect(await objection("link") == "it is a symbolic link, expected a directory")
  }

  @Test(
    "A12: what the kernel makes up is no destination, however it is named",
    arguments: [
      "/dev/shm/x", "/dev", "//dev/./shm/x", "/srv/../proc/self/x", "/sys/kernel", "shm/x",
    ])
  func kernelDirectories(path: String) async throws {
    symlink("/dev/shm", base.place("shm"))
    let message = await objection(path)
    #expect(message?.hasSuffix(", which keeps no files") == true, "\(message ?? "none")")
    #expect(message?.hasPrefix(path == "shm/x" ? "it leads in '/dev'" : "it is in '/") == true)
    #expect(await objection("/develop-kmsctl-test") != message)
  }

  @Test("A12: a directory given as a link is none; a link on the way is, if it is one's own")
  func links() async throws {
    try base.makeDirectory("real/kms")
    symlink("real", base.place("own"))
    symlink(base.place("real/kms"), base.place("link"))
    symlink("nowhere", base.place("dangling"))
    for name in ["link", "own/../link", "dangling"] {
      #expect(await objection(name) == "it is a symbolic link, expected a directory")
    }
    #expect(await objection("own/kms") == nil)
    #expect(await objection("own/not/there/yet") == nil)
  }

  @Test(
    "A12: a link on the way that somebody else decides is refused",
    .enabled(if: geteuid() == 0, "only root can give files away"))
  func foreignLinks() async throws {
    try base.makeDirectory("real/kms")
    symlink("real", base.place("theirs"))
    lchown(base.place("theirs"), 12_345, 12_345)
    symlink("theirs", base.place("ours"))
    try base.makeDirectory("given/kms")
    chown(base.place("given"), 12_345, 12_345)
    symlink("given", base.place("to-given"))
    let theirs = "'\(base.place("theirs"))' on the way to it is a symbolic link of user 12345"
    #expect(await objection("theirs/kms") == theirs)
    #expect(await objection("ours/kms") == theirs)
    #expect(
      await objection("to-given/kms")
        == "'\(base.place("to-given"))' on the way to it leads to a directory of user 12345")
  }

  @Test func aCurrentThatIsNoLinkIsRefused() async throws {
    try base.makeDirectory("kms/current")
    #expect(await objection() == "'current' in it is not a symbolic link")
    try FileManager.default.removeItem(atPath: base.place("kms/current"))
    symlink("nowhere", base.place("kms/current"))
    #expect(await objection() == nil)
  }

  @Test(arguments: [("true", true), ("1", true), ("", false), ("false", false), ("0", false)])
  func aRunnersDirectoryNeedsAWord(variable: String, isRefused: Bool) async {
    #expect(
      await objection(environment: ["CI": variable])
        == (isRefused
          ? "the variable CI is set: a directory of a CI runner is lost with the runner" : nil))
    #expect(await objection(isEphemeralAccepted: true, environment: ["CI": variable]) == nil)
  }

  // MARK: Git

  struct WorkTree: Sendable, CustomTestStringConvertible {
    var ignore: [String: String]
    var path: String
    var isRefused: Bool
    var testDescription: String { "\(path) with \(ignore)" }
  }

  static let workTrees = [
    WorkTree(ignore: [:], path: "kms", isRefused: true),
    WorkTree(ignore: [".gitignore": "kms/\n"], path: "kms", isRefused: false),
    WorkTree(ignore: [".gitignore": "/kms"], path: "kms", isRefused: false),
    WorkTree(ignore: [".gitignore": "# kms/\n"], path: "kms", isRefused: true),
    WorkTree(ignore: [".gitignore": "build\nkms/  \r\n"], path: "deep/kms/here", isRefused: false),
    WorkTree(ignore: [".gitignore": "/kms/"], path: "deep/kms", isRefused: true),
    WorkTree(ignore: [".gitignore": "deep/kms"], path: "deep/kms", isRefused: false),
    WorkTree(ignore: [".gitignore": "km*/"], path: "kms", isRefused: false),
    WorkTree(ignore: [".gitignore": "**/kms/"], path: "kms", isRefused: true),
    WorkTree(ignore: [".gitignore": "[k]ms/"], path: "kms", isRefused: true),
    WorkTree(ignore: [".gitignore": "kms/\n!kms/\n"], path: "kms", isRefused: true),
    WorkTree(ignore: [".gitignore": "kms/\n!**/kms\n"], path: "kms", isRefused: true),
    WorkTree(ignore: [".gitignore": "!kms/\nkms/\n"], path: "kms", isRefused: false),
    WorkTree(ignore: ["deep/.gitignore": "kms/"], path: "deep/kms", isRefused: false),
    WorkTree(ignore: ["deep/.gitignore": "/kms"], path: "deep/kms", isRefused: false),
    WorkTree(ignore: ["deep/.gitignore": "deep/kms"], path: "deep/kms", isRefused: true),
    WorkTree(ignore: ["kms/.gitignore": "*\n"], path: "kms", isRefused: false),
    WorkTree(ignore: ["kms/.gitignore": "*.json\n"], path: "kms", isRefused: true),
    WorkTree(ignore: ["kms/.gitignore": "KAAP.*\n"], path: "kms", isRefused: true),
    WorkTree(ignore: ["kms/.gitignore": "KAAP.*/\n.staging-*/\n"], path: "kms", isRefused: false),
    WorkTree(ignore: [".git/info/exclude": "kms/\n"], path: "kms", isRefused: false),
    // B5: for Git a comment goes on to the line feed.
    WorkTree(ignore: [".gitignore": "# old:\u{2028}kms/\n"], path: "kms", isRefused: true),
    WorkTree(ignore: [".gitignore": "# old:\u{85}kms/\n"], path: "kms", isRefused: true),
    WorkTree(ignore: [".gitignore": "# old:\u{0B}kms/\n"], path: "kms", isRefused: true),
  ]

  @Test("B4: rules that cannot be read may take everything back") func b4UnreadableRules()
    async throws
  {
    let refusal =
      "it is inside the Git work tree '\(base.place("tree"))', and Git would commit the key"
    try base.makeDirectory("tree/.git/info")
    try base.write("kms/\n", to: "tree/.git/info/exclude")
    #expect(await objection("tree/kms") == nil)
    try base.makeDirectory("tree/.gitignore")
    #expect(await objection("tree/kms") == refusal)
  }

  @Test("B4: a .git that cannot be followed still is a work tree") func b4BrokenRepository()
    async throws
  {
    try base.makeDirectory("tree")
    symlink(".git", base.place("tree/.git"))
    #expect(
      await objection("tree/kms")
        == "it is inside the Git work tree '\(base.place("tree"))', and Git would commit the key")
  }

  @Test(arguments: workTrees) func aDirectoryThatGitWouldCommitIsRefused(_ tree: WorkTree)
    async throws
  {
    try base.makeDirectory("tree/.git/info")
    for (file, content) in tree.ignore {
      try base.makeDirectory("tree/" + file.split(separator: "/").dropLast().joined(separator: "/"))
      try base.write(content, to: "tree/\(file)")
    }
    #expect(
      await objection("tree/\(tree.path)")
        == (tree.isRefused
          ? "it is inside the Git work tree '\(base.place("tree"))', and Git would commit the key"
          : nil))
  }

  @Test(arguments: workTrees.filter { !$0.ignore.isEmpty && !$0.isRefused })
  func whatCountsAsIgnoredIsIgnoredByGitItself(_ tree: WorkTree) async throws {
    try base.makeDirectory("tree")
    guard Git.run(["init", "-q", base.place("tree")]) == 0 else {
      Issue.record("git is needed to check the rules against it")
      return
    }
    for (file, content) in tree.ignore {
      try base.makeDirectory("tree/" + file.split(separator: "/").dropLast().joined(separator: "/"))
      try base.write(content, to: "tree/\(file)")
    }
    let id = SampleKey.firstID
    for directory in [id, ".staging-\(id)"] {
      let path = "\(tree.path)/\(directory)"
      try base.makeDirectory("tree/\(path)")
      try base.write("", to: "tree/\(path)/clientKey_\(id).json")
      let status = Git.run([
        "-C", base.place("tree"), "check-ignore", "-q", "\(path)/clientKey_\(id).json",
      ])
      #expect(status == 0)
    }
  }

  @Test func aLinkIntoAWorkTreeIsSeenThrough() async throws {
    try base.makeDirectory("tree/.git")
    try base.makeDirectory("tree/inside")
    symlink("tree/inside", base.place("outside"))
    #expect(
      await objection("outside/kms")
        == "it is inside the Git work tree '\(base.place("tree"))', and Git would commit the key")
  }
}

/// The real Git.
enum Git {
  static func run(_ arguments: [String]) -> Int32 {
    var words = (["git"] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    var process: pid_t = 0
    guard posix_spawnp(&process, "git", nil, nil, words, environ) == 0 else { return -1 }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    return status >> 8
  }
}
