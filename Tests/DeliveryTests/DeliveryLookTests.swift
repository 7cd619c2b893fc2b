internal import Delivery
internal import FoundationEssentials
internal import Glibc
internal import KMSModel
internal import Secrets
internal import Testing

/// Whether a delivered key is still there: gone, changed and “cannot tell” are never mixed up.
struct DeliveryLookTests {
  private let base: TemporaryDirectory
  private let first: SampleKey

  init() throws {
    base = try TemporaryDirectory()
    first = try SampleKey.first.get()
  }

  private func destination(
    _ path: String = "kms", parts: KeyParts = .all, isEphemeral: Bool = false,
    environment: [String: String] = [:]
  ) -> any ClientKeyDestination {
    Destinations(baseDirectory: base.path, environment: environment).destination(
      for: DestinationSpec(
        .directory(DirectorySpec(path: path, isEphemeralAccepted: isEphemeral)), parts: parts))
  }

  private func deliver(to destination: any ClientKeyDestination) async throws {
    try await destination.stage(first.key)
    try await destination.publish(first.key)
  }

  private var live: LiveClientKey {
    LiveClientKey(
      id: SampleKey.firstID, accessPoint: "orders", notBefore: first.key.issued.notBefore,
      notAfter: first.key.issued.notAfter, createTime: nil, certificatePEM: first.certificatePEM)
  }

  @Test func whatWasDeliveredOpens() async throws {
    try await deliver(to: destination())
    #expect(
      await destination().look(for: live) == .opened(certificatePEM: first.certificatePEM))
  }

  @Test func eachThingThatCanGoIsNamed() async throws {
    let id = SampleKey.firstID
    let cases = [
      ("kms", "is not there"), ("kms/current", "has no 'current'"),
      ("kms/\(id)", "has a 'current' that leads nowhere"),
      ("kms/\(id)/clientKey_\(id).json", "has no 'clientKey_\(id).json' of it"),
      ("kms/\(id)/clientKey_\(id)_Password.txt", "has no 'clientKey_\(id)_Password.txt' of it"),
    ]
    for (path, found) in cases {
      try? FileManager.default.removeItem(atPath: base.place("kms"))
      try await deliver(to: destination())
      try FileManager.default.removeItem(atPath: base.place(path))
      #expect(await destination().look(for: live) == .vanished(found), "\(path)")
    }
  }

  @Test func eachThingThatCanChangeIsNamed() async throws {
    let id = SampleKey.firstID
    let key = "kms/\(id)/clientKey_\(id).json"
    let password = "kms/\(id)/clientKey_\(id)_Password.txt"
    let cases: [(String, String?, String)] = [
      (key, "{}", "has a 'clientKey_\(id).json' that is not its key file"),
      (
        key, #"{"KeyId":"\#(SampleKey.secondID)","PrivateKeyData":"\#(first.privateKeyText)"}"#,
        "has a 'clientKey_\(id).json' that is not its key file"
      ),
      (
        key, #"{"KeyId":"\#(id)","PrivateKeyData":"bm8="}"#,
        "has a key file that does not open with the password beside it"
      ),
      (password, "Another-1", "has a key file that does not open with the password beside it"),
      (password, "", "has an empty 'clientKey_\(id)_Password.txt'"),
      ("kms/current", "x", "has a 'current' that is no link"),
    ]
    for (path, content, found) in cases {
      try? FileManager.default.removeItem(atPath: base.place("kms"))
      try await deliver(to: destination())
      try FileManager.default.removeItem(atPath: base.place(path))
      try base.write(content ?? "", to: path)
      #expect(await destination().look(for: live) == .changed(found), "\(path) \(found)")
    }
  }

  @Test func anotherKeyInUseIsAChange() async throws {
    try await deliver(to: destination())
    let second = try SampleKey.second.get()
    try await destination().stage(second.key)
    try await destination().publish(second.key)
    #expect(
      await destination().look(for: live)
        == .changed("has a 'current' that leads to '\(SampleKey.secondID)'"))
  }

  @Test func aDirectoryOfAnotherMachineCannotBeTold() async throws {
    let parent = base.place("nowhere")
    #expect(
      await destination("nowhere/kms").look(for: live)
        == .cannotTell("is not of this machine: '\(parent)' is not there"))
    #expect(
      await destination("kms", isEphemeral: true).look(for: live)
        == .cannotTell("is 'ephemeral: accepted': a later step takes the files"))
    #expect(
      await destination("kms", environment: ["CI": "true"]).look(for: live)
        == .cannotTell("is not looked at: the variable CI is set"))
  }

  @Test func aDirectoryThatMayNotBeReadCannotBeTold() async throws {
    try await deliver(to: destination())
    // Root may read everything: a file in the way of the directory is the same kind for it.
    try FileManager.default.removeItem(atPath: base.place("kms"))
    try base.write("", to: "kms")
    guard case .changed(let found) = await destination().look(for: live) else {
      Issue.record("a file in its place is no change")
      return
    }
    #expect(found.hasPrefix("cannot be used: cannot open '"))
    try FileManager.default.removeItem(atPath: base.place("kms"))
    symlink("kms", base.place("kms"))
    if case .vanished = await destination().look(for: live) {
      Issue.record("a link to itself is taken for absent")
    }
  }

  @Test func aHalfIsHandedOn() async throws {
    try await deliver(to: destination(parts: .password))
    #expect(
      await destination(parts: .password).look(for: live)
        == .half(.password(Secret(SampleKey.password))))
    #expect(
      await destination(parts: .all).look(for: live)
        == .vanished("has no 'clientKey_\(SampleKey.firstID).json' of it"))
  }

  @Test func aProgramCannotBeAsked() async {
    let command = CommandSpec(run: ["/usr/bin/true"], input: .json)
    let destination = Destinations(baseDirectory: base.path, environment: [:])
      .destination(for: DestinationSpec(.command(command)))
    guard case .cannotTell = await destination.look(for: live) else {
      Issue.record("a program is asked")
      return
    }
    #expect(!destination.isLocal)
  }

  @Test func aSecretThatIsNotShownYetIsAskedAgain() async {
    let service = MemorySecrets()
    let time = PassingTime()
    let spec = SecretSpec(name: "orders/key")
    let patient = Destinations(
      baseDirectory: "/nowhere", environment: [:], secrets: service,
      patience: Patience(limit: Patience.standardLimit, time: time.patience.time) { _ in
        let secret = KMSSecret(
          name: "orders/key", type: "Generic", description: "", instance: "", plannedDeletion: "")
        var stored = MemorySecrets.Stored(secret: secret)
        stored.versions = [(SampleKey.firstID, Secret("x"))]
        stored.current = SampleKey.firstID
        await service.put(stored)
      }
    ).destination(for: DestinationSpec(.secret(spec)))
    #expect(await patient.look(for: live) == .held)
    #expect(await service.calls.count == 2)
  }

  @Test func aSecretThatStaysAwayVanishedAfterSomeSeconds() async {
    let time = PassingTime()
    let patient = Destinations(
      baseDirectory: "/nowhere", environment: [:], secrets: MemorySecrets(),
      patience: time.patience
    ).destination(for: DestinationSpec(.secret(SecretSpec(name: "orders/key"))))
    #expect(await patient.look(for: live) == .vanished("is not there"))
    #expect(time.patience.time() >= Patience.standardLimit)
  }

  @Test func aSecretIsAskedForItsVersionsAlone() async throws {
    let service = MemorySecrets()
    let spec = SecretSpec(name: "orders/key")
    let destination = Destinations(baseDirectory: "/nowhere", environment: [:], secrets: service)
      .destination(for: DestinationSpec(.secret(spec)))
    #expect(!destination.isLocal)
    #expect(await destination.look(for: live) == .vanished("is not there"))
    let secret = KMSSecret(
      name: "orders/key", type: "Generic", description: "", instance: "", plannedDeletion: "")
    var stored = MemorySecrets.Stored(secret: secret)
    await service.put(stored)
    #expect(
      await destination.look(for: live) == .vanished("has no version '\(SampleKey.firstID)'"))
    stored.versions = [(SampleKey.firstID, Secret("x")), ("other", Secret("y"))]
    stored.current = SampleKey.firstID
    await service.put(stored)
    #expect(await destination.look(for: live) == .held)
    await service.makeCurrent("other", of: "orders/key")
    #expect(
      await destination.look(for: live) == .changed("has version 'other' as the current one"))
    await service.fail("ListSecretVersionIds", .refused(.permission))
    guard case .cannotTell = await destination.look(for: live) else {
      Issue.record("a refused read is taken for an answer")
      return
    }
    #expect(Set(await service.calls) == ["ListSecretVersionIds"])
  }
}
