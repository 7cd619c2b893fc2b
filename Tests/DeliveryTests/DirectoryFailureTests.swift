internal import Delivery
internal import FoundationEssentials
internal import Glibc
internal import KMSModel
internal import Testing

/// What goes wrong between a stage and a publish: the key in use stays in use, and what is said of
/// the new one is true.
struct DirectoryFailureTests {
  private let base: TemporaryDirectory
  private let first: SampleKey
  private let second: SampleKey

  init() throws {
    base = try TemporaryDirectory()
    first = try SampleKey.first.get()
    second = try SampleKey.second.get()
  }

  private var destination: any ClientKeyDestination {
    Destinations(baseDirectory: base.path, environment: [:])
      .destination(for: .directory(path: "app/kms"))
  }

  private func failure(_ call: (any ClientKeyDestination) async throws -> Void) async
    -> DeliveryError?
  {
    do {
      try await call(destination)
      return nil
    } catch {
      return error as? DeliveryError
    }
  }

  private func deliverFirst() async throws {
    try await destination.stage(first.key)
    try await destination.publish(first.key)
  }

  @Test func aParentThatVanishesBeforeThePublishLeavesTheKeyUnpublished() async throws {
    try await destination.stage(second.key)
    try FileManager.default.removeItem(atPath: base.place("app"))
    let failure = await failure { try await $0.publish(second.key) }
    #expect(failure?.code == .writeFailed)
    #expect(
      failure?.message == "cannot open '\(base.place("app/kms"))': No such file or directory")
    // So the applier takes the key back: nobody can have it.
    #expect(try await destination.holds(shortID: "66666666") == .notPublished)
    try await destination.discard(shortID: "66666666")
    #expect(try base.tree() == [])
  }

  @Test func aStagedDirectoryReplacedByALinkIsNotPublished() async throws {
    try await deliverFirst()
    try await destination.stage(second.key)
    let staging = base.place("app/kms/.staging-\(SampleKey.secondID)")
    try base.makeDirectory("elsewhere")
    rename(staging, base.place("elsewhere/taken"))
    symlink(base.place("elsewhere/taken"), staging)
    let failure = await failure { try await $0.publish(second.key) }
    #expect(failure?.code == .writeFailed)
    #expect(failure?.message.hasSuffix(": Not a directory") == true)
    #expect(try await destination.holds(shortID: "66666666") == .notPublished)
    try await destination.discard(shortID: "66666666")
    #expect(
      try base.tree("app/kms").filter { !$0.contains("clientKey_") }
        == ["\(SampleKey.firstID) 700", "current -> \(SampleKey.firstID)"])
    #expect(try base.tree("elsewhere/taken").count == 2)
    #expect(
      try await destination.holds(shortID: "11111111")
        == .published(certificatePEM: first.certificatePEM))
  }

  @Test func theDirectoryReplacedByALinkToAnEmptyOneIsNotPublishedTo() async throws {
    try await destination.stage(second.key)
    try base.makeDirectory("elsewhere")
    rename(base.place("app/kms"), base.place("app/old"))
    symlink(base.place("elsewhere"), base.place("app/kms"))
    let failure = await failure { try await $0.publish(second.key) }
    #expect(failure?.code == .writeFailed)
    #expect(failure?.message.hasSuffix(": Not a directory") == true)
    #expect(try await destination.holds(shortID: "66666666") == .notPublished)
    #expect(try base.tree("elsewhere") == [])
  }

  @Test func aCurrentThatBecameADirectoryIsNotReplaced() async throws {
    try await destination.stage(second.key)
    try base.makeDirectory("app/kms/current")
    try base.write("somebody's", to: "app/kms/current/notes.txt")
    let failure = await failure { try await $0.publish(second.key) }
    #expect(failure?.code == .writeFailed)
    #expect(failure?.message.hasSuffix(": Is a directory") == true)
    #expect(try base.text("app/kms/current/notes.txt") == "somebody's")
    #expect(try await destination.holds(shortID: "66666666") == .notPublished)
    try await destination.discard(shortID: "66666666")
    #expect(
      try base.tree("app/kms").filter { !$0.contains("notes") } == ["current 700"])
  }

  @Test func aGroupThatIsGoneByTheStageIsAFailure() async throws {
    let destination = Destinations(baseDirectory: base.path, environment: [:]).destination(
      for: DestinationSpec(.directory(DirectorySpec(path: "kms", group: "no-such-group"))))
    do {
      try await destination.stage(first.key)
      Issue.record("staged")
    } catch {
      #expect(error.code == .unusable)
    }
    #expect(try base.tree() == [])
  }
}

/// The same with a real file system of a few pages.
@Suite(.enabled(if: SmallDisk.isPossible, "mounting a small tmpfs is not permitted here"))
struct FullDiskDeliveryTests {
  @Test func aDiskThatIsFullAtTheSecondFileLeavesTheKeyInUseInUse() async throws {
    let (first, second) = (try SampleKey.first.get(), try SampleKey.second.get())
    // Pages: the first key takes two, the second one's key file a third; its password finds none.
    let pages = 3 + Self.pagesOfKeyFiles(first)
    let disk = try SmallDisk(options: "size=\(pages * 4)k")
    let destination = Destinations(baseDirectory: disk.mountPoint.path, environment: [:])
      .destination(for: .directory(path: "kms"))
    try await destination.stage(first.key)
    try await destination.publish(first.key)
    // Fills what is left but for the pages of one key file.
    try Self.fill(disk, leaving: Self.pages(first.privateKeyText.utf8.count + 80))

    do {
      try await destination.stage(second.key)
      Issue.record("there was room")
    } catch {
      #expect(error.code == .writeFailed)
      #expect(
        error.message.hasSuffix(
          "clientKey_\(SampleKey.secondID)_Password.txt': No space left on device"))
    }
    // Nothing was published: the applier takes the key back.
    #expect(try await destination.holds(shortID: "66666666") == .notPublished)
    try await destination.discard(shortID: "66666666")
    #expect(
      try await destination.holds(shortID: "11111111")
        == .published(certificatePEM: first.certificatePEM))
    #expect(
      try disk.mountPoint.tree("kms").filter { !$0.contains("clientKey_") }
        == ["\(SampleKey.firstID) 700", "current -> \(SampleKey.firstID)"])
  }

  private static func pages(_ bytes: Int) -> Int { (bytes + 4095) / 4096 }

  private static func pagesOfKeyFiles(_ key: SampleKey) -> Int {
    2 * (pages(key.privateKeyText.utf8.count + 80) + 1)
  }

  private static func fill(_ disk: SmallDisk, leaving pages: Int) throws {
    var status = statvfs()
    guard statvfs(disk.mountPoint.path, &status) == 0 else { throw TemporaryDirectory.Failure() }
    let free = Int(status.f_bfree) - pages
    guard free >= 0 else { throw TemporaryDirectory.Failure() }
    if free > 0 {
      try disk.mountPoint.write(String(repeating: "x", count: free * 4096), to: "ballast")
    }
  }
}
