internal import Delivery
internal import KMSModel
internal import Secrets
internal import Testing

/// A client key as a version of a secret in KMS Secrets Manager.
struct SecretDestinationTests {
  private static let owner = KeyOwner(account: "1", region: "cn-hangzhou", accessPoint: "orders")
  private static let ownerText = "kmsctl: client key of 1/cn-hangzhou/orders"
  private let service = MemorySecrets()
  private let first: SampleKey
  private let second: SampleKey

  init() throws {
    first = try SampleKey.first.get()
    second = try SampleKey.second.get()
  }

  private func destination(
    parts: KeyParts = .all, canCreate: Bool = true, patience: Patience = .none,
    interruption: Interruption = Interruption()
  ) -> any ClientKeyDestination {
    let spec =
      canCreate
      ? SecretSpec(name: "orders/key", instance: "kst-1", encryptionKey: "key-1")
      : SecretSpec(name: "orders/key")
    return Destinations(
      baseDirectory: "/nowhere", environment: [:], secrets: service, patience: patience,
      interruption: interruption
    )
    .destination(for: DestinationSpec(.secret(spec), parts: parts))
  }

  private func owned(_ sample: SampleKey) -> DeliverableKey {
    var key = sample.key
    key.owner = Self.owner
    return key
  }

  private func deliver(_ sample: SampleKey, parts: KeyParts = .all) async throws {
    let destination = destination(parts: parts)
    try await destination.preflight(for: Self.owner)
    try await destination.stage(owned(sample))
    try await destination.publish(owned(sample))
  }

  private func put(
    type: String = "Generic", description: String = ownerText, instance: String = "kst-1",
    plannedDeletion: String = ""
  ) async {
    await service.put(
      .init(
        secret: KMSSecret(
          name: "orders/key", type: type, description: description, instance: instance,
          plannedDeletion: plannedDeletion)))
  }

  private func error(_ body: () async throws -> Void) async -> DeliveryError? {
    do { try await body() } catch { return error as? DeliveryError }
    return nil
  }

  @Test func aSecretThatIsNotThereIsMadeWithTheKeyAsItsFirstVersion() async throws {
    try await deliver(first)
    let stored = try #require(await service.secrets["orders/key"])
    #expect(stored.secret.description == Self.ownerText)
    #expect(stored.secret.instance == "kst-1")
    #expect(stored.encryptionKey == "key-1")
    #expect(stored.versions.map(\.id) == [SampleKey.firstID])
    #expect(
      stored.versions.first?.value.withUnsafeText { $0 }
        == #"{"formatVersion":"1.0","account":"1","region":"cn-hangzhou","accessPoint":"orders","#
        + #""keyId":"\#(SampleKey.firstID)","notBefore":"2026-11-18T11:06:40Z","#
        + #""notAfter":"2027-11-18T11:06:40Z","privateKeyData":"\#(first.privateKeyText)","#
        + #""password":"\#(SampleKey.password)"}"# + "\n")
  }

  @Test func aSuccessorIsAVersionOfTheSameSecret() async throws {
    try await deliver(first)
    try await deliver(second)
    let stored = try #require(await service.secrets["orders/key"])
    #expect(stored.versions.map(\.id) == [SampleKey.firstID, SampleKey.secondID])
    #expect(stored.current == SampleKey.secondID)
    #expect(
      try await destination().holds(shortID: "66666666")
        == .published(certificatePEM: second.certificatePEM))
    // Whoever read it while it was current may be using it.
    #expect(try await destination().holds(shortID: "11111111") == .unknown)
  }

  @Test func stagingWritesNothing() async throws {
    try await destination().stage(owned(first))
    #expect(await service.calls == [])
    #expect(try await destination().holds(shortID: "11111111") == .notPublished)
  }

  @Test func aRepeatIsHarmless() async throws {
    for _ in 0..<2 { try await deliver(first) }
    #expect(await service.secrets["orders/key"]?.versions.count == 1)
  }

  @Test func onlyTheHalfThatGoesThereIsInTheDocument() async throws {
    try await deliver(first, parts: .key)
    let value = await service.secrets["orders/key"]?.versions.first?.value
    #expect(value?.withUnsafeText { $0.contains(SampleKey.password) } == false)
    #expect(
      try await destination(parts: .key).holds(shortID: "11111111")
        == .publishedHalf(.key(first.key.issued.privateKeyData)))
  }

  // MARK: Preflight

  @Test func aSecretThatIsNotThereNeedsAnInstanceAndAKey() async throws {
    let error = await error {
      try await destination(canCreate: false).preflight(for: Self.owner)
    }
    #expect(error?.message == "there is no such secret")
    #expect(await self.error { try await destination().preflight(for: Self.owner) } == nil)
  }

  @Test(arguments: [
    (
      "kmsctl: client key of 1/cn-hangzhou/orders-2",
      "it holds the keys of access point '1/cn-hangzhou/orders-2', not of '1/cn-hangzhou/orders'"
    ),
    (
      "token of the payment provider",
      "it is not a secret for the keys of access point '1/cn-hangzhou/orders'"
    ), ("", "it is not a secret for the keys of access point '1/cn-hangzhou/orders'"),
  ]) func aSecretOfSomebodyElseIsRefused(description: String, message: String) async throws {
    await put(description: description)
    #expect(
      await error { try await destination().preflight(for: Self.owner) }
        == DeliveryError(
          .unusable, destination: "secret orders/key", message: message,
          nextStep: "name another secret, or make '\(Self.ownerText)' a line of its description "
            + "if it is meant"))
    // A key that got as far as the publish is not stored there either.
    #expect(await error { try await destination().publish(owned(first)) }?.message == message)
    #expect(await service.secrets["orders/key"]?.versions.isEmpty == true)
  }

  @Test func aSecretMadeByHandWithTheOwnersLineIsTaken() async throws {
    await put(description: "made by Terraform\n\(Self.ownerText)\nteam payments")
    try await deliver(first)
    #expect(await service.secrets["orders/key"]?.current == SampleKey.firstID)
  }

  @Test func aSecretThatCannotTakeAKeyIsRefused() async throws {
    await put(type: "Rds")
    let type = await error { try await destination().preflight(for: Self.owner) }
    #expect(type?.message == "it is of type 'Rds', expected 'Generic'")
    await put(plannedDeletion: "2027-01-01T00:00:00Z")
    let going = await error { try await destination().preflight(for: Self.owner) }
    #expect(going?.message == "it will be deleted at 2027-01-01T00:00:00Z")
    await put(instance: "")
    let shared = await error { try await destination().preflight(for: Self.owner) }
    #expect(shared?.message == "it is kept by the shared service, expected instance 'kst-1'")
  }

  @Test(arguments: ["DescribeSecret", "ListSecretVersionIds"])
  func aRightThatIsMissingShowsBeforeAnythingIsIssued(operation: String) async throws {
    await put()
    await service.fail(operation, .refused(.permission))
    let error = await error { try await destination().preflight(for: Self.owner) }
    #expect(error?.message == "\(operation): refused")
  }

  // MARK: Failures

  @Test(arguments: [KMSFailure.Kind.permission, .throttled, .quota])
  func aStoreThatIsRefusedLeavesTheKeyUnpublished(kind: KMSFailure.Kind) async throws {
    await put()
    await service.fail("PutSecretValue", .refused(kind))
    let error = await error { try await destination().publish(owned(first)) }
    #expect(error?.code == .writeFailed)
    #expect(error?.message == "PutSecretValue: refused")
    #expect(try await destination().holds(shortID: "11111111") == .notPublished)
  }

  @Test(arguments: ["CreateSecret", "PutSecretValue"])
  func aLostAnswerIsFoundByTheVersion(operation: String) async throws {
    if operation == "PutSecretValue" { await put() }
    await service.fail(operation, .lostAfter)
    try await destination().publish(owned(first))
    #expect(await service.secrets["orders/key"]?.current == SampleKey.firstID)
  }

  @Test(arguments: ["CreateSecret", "PutSecretValue"])
  func aLostCallThatDoesNotShowCountsAsPublished(operation: String) async throws {
    if operation == "PutSecretValue" { await put() }
    await service.fail(operation, .lostBefore)
    let error = await error { try await destination().publish(owned(first)) }
    #expect(error?.code == .outcomeUnknown)
  }

  @Test func aSecretThatSomebodyMadeMeanwhileIsLookedAt() async throws {
    await put()
    await service.fail(
      "DescribeSecret", .refused(.notFound), nil)
    try await destination().publish(owned(first))
    #expect(
      await service.calls == [
        "DescribeSecret", "CreateSecret", "DescribeSecret", "PutSecretValue",
        "ListSecretVersionIds",
      ])
    #expect(await service.secrets["orders/key"]?.current == SampleKey.firstID)
  }

  @Test func aVersionThatIsNotCurrentAfterwardsIsNotCalledDelivered() async throws {
    try await deliver(first)
    try await deliver(second)
    await service.makeCurrent(SampleKey.firstID, of: "orders/key")
    let error = await error { try await destination().publish(owned(second)) }
    #expect(error?.code == .readBackDiffers)
    #expect(
      error?.message == "'ACSCurrent' does not point to version '\(SampleKey.secondID)'")
  }

  // MARK: Reads that lag

  @Test("B3: a version that is not shown yet is asked for again")
  func aVersionThatIsNotShownYet() async throws {
    await service.fail(
      "ListSecretVersionIds", .refused(.notFound), .refused(.notFound), nil)
    try await destination(patience: PassingTime().patience).publish(owned(first))
    #expect(await service.calls.count { $0 == "ListSecretVersionIds" } == 3)
  }

  @Test("B3: a version that is never shown is said to have been asked for")
  func aVersionThatIsNeverShown() async throws {
    try await deliver(first)
    try await deliver(second)
    await service.makeCurrent(SampleKey.firstID, of: "orders/key")
    let patient = destination(patience: PassingTime().patience)
    let error = await error { try await patient.publish(owned(second)) }
    #expect(
      error?.message
        == "'ACSCurrent' does not point to version '\(SampleKey.secondID)' (asked again for 10 s)")
  }

  @Test("B3: a published key is not taken for one that was never published")
  func aPublishedKeyThatIsNotShownYet() async throws {
    try await deliver(first)
    await service.fail("ListSecretVersionIds", .refused(.notFound), nil)
    let holding = try await destination(patience: PassingTime().patience)
      .holds(shortID: LiveClientKey.shortID(SampleKey.firstID))
    #expect(holding != .notPublished)
  }

  @Test("B3: a key that Ctrl-C kept from being looked for is not one that was never published")
  func aPublishedKeyThatIsNotShownBeforeAnInterruption() async throws {
    try await deliver(first)
    await service.fail("ListSecretVersionIds", .refused(.notFound), nil)
    let interruption = Interruption()
    interruption.request()
    let interrupted = destination(
      patience: PassingTime().patience, interruption: interruption)
    let error = await error { _ = try await interrupted.holds(shortID: "11111111") }
    #expect(
      error
        == DeliveryError(
          .unusable, destination: "secret orders/key",
          message: "interrupted before it could be told whether client key 11111111 is there",
          nextStep: "run 'kmsctl apply' again"))
  }

  @Test("B3: the preflight asks again for a secret that is not shown yet")
  func aSecretThatIsNotShownYet() async throws {
    await put()
    await service.fail("DescribeSecret", .refused(.notFound), .refused(.notFound), nil)
    await service.fail("ListSecretVersionIds", .refused(.notFound), nil)
    try await destination(canCreate: false, patience: PassingTime().patience)
      .preflight(for: Self.owner)
    #expect(
      await service.calls == [
        "DescribeSecret", "DescribeSecret", "DescribeSecret", "ListSecretVersionIds",
        "ListSecretVersionIds",
      ])
  }

  @Test("B3: the preflight says how long it asked for a secret that is not there")
  func aSecretThatIsNotThere() async throws {
    let patient = destination(canCreate: false, patience: PassingTime().patience)
    let error = await error { try await patient.preflight(for: Self.owner) }
    #expect(error?.message == "there is no such secret (asked again for 10 s)")
  }

  @Test("B3: nothing is put into a secret before it is known whose it is")
  func aSecretOfNobodyKnowsWhom() async throws {
    await put()
    await service.fail(
      "DescribeSecret", .refused(.notFound), .refused(.notFound), .refused(.notFound), nil)
    try await destination(patience: PassingTime().patience).publish(owned(first))
    #expect(await service.calls.count { $0 == "DescribeSecret" } == 4)
    #expect(await service.calls.count { $0 == "PutSecretValue" } == 1)
  }

  @Test func aReadBackWithoutAnAnswerCountsAsPublished() async throws {
    await put()
    await service.fail("ListSecretVersionIds", .refused(.throttled))
    let error = await error { try await destination().publish(owned(first)) }
    #expect(error?.code == .outcomeUnknown)
  }

  @Test func withoutTheRightToReadTheValueTheKeyIsPerhapsInUse() async throws {
    try await deliver(first)
    await service.fail("GetSecretValue", .refused(.permission))
    #expect(try await destination().holds(shortID: "11111111") == .unknown)
  }

  @Test func versionsThatCannotBeListedAreNotTakenForNone() async throws {
    try await deliver(first)
    await service.fail("ListSecretVersionIds", .refused(.unavailable))
    await #expect(throws: DeliveryError.self) {
      try await destination().holds(shortID: "11111111")
    }
  }

  @Test func aDocumentThatIsTooLongIsNotSent() async throws {
    var key = owned(first)
    key.instance = InstanceAccess(
      id: "kst-1", endpoint: InstanceEndpoint(instanceID: "kst-1"),
      certificateAuthorityPEM: String(repeating: "x", count: 30_720))
    let long = key
    let error = await error { try await destination().stage(long) }
    #expect(error?.code == .unusable)
    #expect(error?.message.hasSuffix("bytes, a secret takes 30720") == true)
    #expect(await service.calls == [])
  }

  @Test func withoutAServiceNothingIsDelivered() async throws {
    let destination = Destinations(baseDirectory: "/", environment: [:])
      .destination(for: DestinationSpec(.secret(SecretSpec(name: "s"))))
    await #expect(throws: DeliveryError.self) { try await destination.preflight() }
  }
}
