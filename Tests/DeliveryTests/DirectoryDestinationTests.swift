internal import Delivery
internal import FoundationEssentials
internal import Glibc
internal import KMSModel
internal import Secrets
internal import Testing

struct DirectoryDestinationTests {
  private let base: TemporaryDirectory
  private let first: SampleKey

  init() throws {
    base = try TemporaryDirectory()
    first = try SampleKey.first.get()
  }

  private func destination(_ path: String = "kms") -> any ClientKeyDestination {
    Destinations(baseDirectory: base.path, environment: [:])
      .destination(for: .directory(path: path, isEphemeralAccepted: false))
  }

  private func deliver(_ sample: SampleKey) async throws {
    try await destination().stage(sample.key)
    try await destination().publish(sample.key)
  }

  @Test func aDeliveryLeavesTheConsolesTwoFilesForTheOwnerAlone() async throws {
    try await deliver(first)
    let id = SampleKey.firstID
    #expect(
      try base.tree("kms") == [
        "\(id) 700", "\(id)/clientKey_\(id).json 600", "\(id)/clientKey_\(id)_Password.txt 600",
        "current -> \(id)",
      ])
    #expect(
      try base.text("kms/current/clientKey_\(id).json")
        == #"{"KeyId":"\#(id)","PrivateKeyData":"\#(first.privateKeyText)"}"#)
    #expect(try base.text("kms/current/clientKey_\(id)_Password.txt") == SampleKey.password)
    var status = stat()
    #expect(stat(base.place("kms"), &status) == 0 && status.st_mode & 0o777 == 0o700)
  }

  @Test func aStagedKeyIsNotInUse() async throws {
    try await destination().stage(first.key)
    let id = SampleKey.firstID
    #expect(
      try base.tree("kms").filter { !$0.contains("clientKey_") } == [".staging-\(id) 700"])
    #expect(try await destination().holds(shortID: "11111111") == .notPublished)
  }

  @Test func aPublishedKeyIsOpenedWithThePasswordBesideIt() async throws {
    try await deliver(first)
    #expect(
      try await destination().holds(shortID: "11111111")
        == .published(certificatePEM: first.certificatePEM))
    #expect(try await destination().holds(shortID: "66666666") == .notPublished)
    #expect(try await destination("elsewhere").holds(shortID: "11111111") == .notPublished)
  }

  @Test func aDirectoryInThePlaceOfCurrentProvesNothing() async throws {
    try await deliver(first)
    let current = base.place("kms/current")
    try FileManager.default.removeItem(atPath: current)
    try FileManager.default.copyItem(
      atPath: base.place("kms/\(SampleKey.firstID)"), toPath: current)
    #expect(try await destination().holds(shortID: "11111111") == .unknown)
  }

  @Test func aPlaceIsTheMachineAndThePathItself() throws {
    try base.makeDirectory("kms")
    symlink("kms", base.place("link"))
    #expect(destination().place != nil)
    #expect(destination("link").place == destination().place)
    #expect(destination("other").place != destination().place)
    let onRunner = Destinations(baseDirectory: base.path, environment: ["CI": "true"])
      .destination(for: .directory(path: "kms", isEphemeralAccepted: true))
    #expect(onRunner.place == nil)
  }

  @Test func onlyADirectoryThatIsNotThereIsTakenForAbsent() async throws {
    try base.write("", to: "file")
    await #expect(throws: DeliveryError.self) {
      try await destination("file/kms").holds(shortID: "11111111")
    }
    #expect(try await destination("kms").holds(shortID: "11111111") == .notPublished)
  }

  @Test func aSuccessorTakesOverAndThePredecessorStays() async throws {
    let second = try SampleKey.second.get()
    try await deliver(first)
    try await deliver(second)
    #expect(
      try base.tree("kms").filter { !$0.contains("clientKey_") } == [
        "\(SampleKey.firstID) 700", "\(SampleKey.secondID) 700",
        "current -> \(SampleKey.secondID)",
      ])
    #expect(try await destination().holds(shortID: "11111111") == .notPublished)
    #expect(
      try await destination().holds(shortID: "66666666")
        == .published(certificatePEM: second.certificatePEM))
  }

  @Test func everyCallMayBeRepeated() async throws {
    let target = destination()
    for _ in 0..<2 { try await target.preflight() }
    for _ in 0..<2 { try await target.stage(first.key) }
    for _ in 0..<2 { try await target.publish(first.key) }
    for _ in 0..<2 { try await target.discard(shortID: "11111111") }
    let tree = try base.tree("kms")
    try await deliver(first)
    try await target.discard(shortID: "11111111")
    #expect(try base.tree("kms") == tree)
    #expect(tree.last == "current -> \(SampleKey.firstID)")
  }

  @Test func whatWasStagedAndNotPublishedGoes() async throws {
    let second = try SampleKey.second.get()
    try await deliver(first)
    try await destination().stage(second.key)
    // What a process leaves that died between the rename, the link and the switch.
    try base.makeDirectory("kms/\(SampleKey.secondID)")
    symlink(SampleKey.secondID, base.place("kms/.current-\(SampleKey.secondID)"))
    try base.write("somebody's", to: "kms/notes.txt")
    try await destination().discard(shortID: "66666666")
    #expect(
      try base.tree("kms").filter { !$0.contains("clientKey_") }.map { $0.prefix(9) }
        == ["KAAP.1111", "current -", "notes.txt"])
    try await destination("elsewhere").discard(shortID: "66666666")
  }

  @Test func aPublishThatWasCutOffIsFinishedByAnother() async throws {
    let target = destination()
    try await target.stage(first.key)
    rename(
      base.place("kms/.staging-\(SampleKey.firstID)"), base.place("kms/\(SampleKey.firstID)"))
    symlink("nowhere", base.place("kms/.current-\(SampleKey.firstID)"))
    try await target.publish(first.key)
    #expect(
      try await target.holds(shortID: "11111111")
        == .published(certificatePEM: first.certificatePEM))
    #expect(try !base.tree("kms").contains { $0.hasPrefix(".") })
  }

  @Test func aPublishWithoutAStageFailsAndChangesNothing() async throws {
    let second = try SampleKey.second.get()
    try await deliver(first)
    let tree = try base.tree("kms")
    await #expect(
      throws: DeliveryError(
        .writeFailed, destination: "directory kms",
        message: "cannot rename '\(base.place("kms"))/.staging-\(SampleKey.secondID)': "
          + "No such file or directory",
        nextStep: "make the directories that lead to "
          + "'\(base.place("kms"))/.staging-\(SampleKey.secondID)', or see who takes them away")
    ) { try await destination().publish(second.key) }
    #expect(try base.tree("kms") == tree)
  }

  @Test func filesThatWereTamperedWithAreNotPublished() async throws {
    try await destination().stage(first.key)
    let id = SampleKey.firstID
    try base.write("x", to: "kms/.staging-\(id)/clientKey_\(id)_Password.txt")
    await #expect(
      throws: DeliveryError(
        .writeFailed, destination: "directory kms",
        message: "the files read back differ from what was written",
        nextStep: "repair the directory")
    ) { try await destination().publish(first.key) }
    #expect(try await destination().holds(shortID: "11111111") == .notPublished)
  }

  @Test(arguments: ["json", "password", "nothing", "directory"])
  func aPublishedKeyThatCannotBeOpenedIsNotCalledUnpublished(damage: String) async throws {
    try await deliver(first)
    let id = SampleKey.firstID
    switch damage {
    case "json": try base.write("{}", to: "kms/current/clientKey_\(id).json")
    case "password": try base.write("Wrong-1234", to: "kms/current/clientKey_\(id)_Password.txt")
    case "nothing": unlink(base.place("kms/current/clientKey_\(id).json"))
    default: try FileManager.default.removeItem(atPath: base.place("kms/\(id)"))
    }
    #expect(try await destination().holds(shortID: "11111111") == .unknown)
  }

  @Test(arguments: ["KAAP.../../etc", "KAAP.", "key", "KAAP.a/b", "KAAP.1\u{0}"])
  func anIDThatIsNoFileNameIsRefused(id: String) async throws {
    let key = {
      var key = first.key
      key.issued.id = id
      return key
    }()
    await #expect(
      throws: DeliveryError(
        .unusable, destination: "directory kms",
        message: "the key's id cannot be part of a file name",
        nextStep: "repair the directory")
    ) { try await destination().stage(key) }
    #expect(try base.tree() == [])
  }

  @Test func aLinkInPlaceOfAFileIsNotFollowed() async throws {
    try base.makeDirectory("kms/outside")
    try base.write("precious", to: "kms/outside/file")
    let id = SampleKey.firstID
    symlink("outside", base.place("kms/.staging-\(id)"))
    await #expect(throws: DeliveryError.self) { try await destination().stage(first.key) }
    #expect(try base.text("kms/outside/file") == "precious")
  }

  @Test func noErrorShowsASecret() async throws {
    try base.write("a file", to: "kms")
    var texts: [String] = []
    do { try await destination().stage(first.key) } catch { texts.append("\(error)") }
    do { try await destination().publish(first.key) } catch { texts.append("\(error)") }
    do { _ = try await destination().holds(shortID: "11111111") } catch { texts.append("\(error)") }
    #expect(texts.count == 3)
    for text in texts {
      #expect(text.contains("Not a directory"))
      #expect(!text.contains(SampleKey.password))
      #expect(!text.contains(first.privateKeyText.prefix(20)))
    }
  }
}
