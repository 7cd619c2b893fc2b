internal import Applying
internal import Cryptography
internal import Delivery
internal import Diagnostics
internal import KMSModel
internal import Planning
internal import Secrets
internal import Testing

/// What an apply and `key list --check-destinations` conclude from looks at destinations.
struct DeliveryCheckTests {
  private static let made = Result {
    try (0..<2).map { number in
      try PKCS12.issue(
        commonName: "sample \(number)", notBefore: 1_790_000_000, notAfter: 1_890_000_000,
        password: Secret("Sample-Password-1"))
    }
  }
  private static let now = Timestamp(secondsSinceEpoch: 1_795_000_000)
  private static let owner = Owner(stack: "payments", uid: "7f3c1a")
  private static let digest = DigestFunction { Digest.sha256($0) }

  /// A destination that answers as it is told.
  private struct Told: ClientKeyDestination {
    let answer: DeliveryLook
    let isLocal: Bool
    var summary: String { isLocal ? "directory x" : "secret x" }
    func preflight() async throws(DeliveryError) {}
    func stage(_ key: DeliverableKey) async throws(DeliveryError) {}
    func publish(_ key: DeliverableKey) async throws(DeliveryError) {}
    func holds(shortID: String) async throws(DeliveryError) -> DeliveryHolding { .unknown }
    func discard(shortID: String) async throws(DeliveryError) {}
    func look(for key: LiveClientKey) async -> DeliveryLook { answer }
  }

  private static func key(_ certificate: String) -> LiveClientKey {
    LiveClientKey(
      id: "KAAP.11111111-0000-4000-8000-000000000000", accessPoint: "a",
      notBefore: now.adding(seconds: -86_400), notAfter: now.adding(seconds: 86_400 * 300),
      createTime: nil, certificatePEM: certificate)
  }

  private static func live(
    _ key: LiveClientKey, isRecorded: Bool = true, intent: KeyIntent? = nil
  ) -> LiveState {
    let id = ResourceID(.accessPoint, "a")
    let marker = Marker(
      owner: owner, originHash: Marker.originHash(owner: owner, id: id, digest: digest),
      appliedDigest: AppliedDigest(hex: "0000000000000000"),
      keys: isRecorded ? [RecordedKey(shortID: key.shortID, origin: .delivered(at: now))] : [],
      intent: intent)
    return LiveState(
      accessPoints: [
        "a": LiveObject(
          name: "a", arn: "", rawDescription: MarkerText.describe(marker, description: ""),
          spec: AccessPointSpec(authenticationMethod: .clientKey, policies: []))
      ], clientKeys: ["a": [key]], now: now)
  }

  private static func check(
    _ looks: [DeliveryLook], _ live: LiveState, reach: DeliveryCheck.Reach = .thisMachine,
    areLocal: Bool = true, isWanted: Bool = true
  ) async -> [KeyDelivery] {
    let spec = ClientKeySpec(
      validity: TimeSpan(365, .days), rotation: .standard, password: .standard,
      destinations: looks.indices.map { .directory(path: "\($0)") })
    let desired = DesiredState(
      stack: StackSpec(owner: owner, account: "1", region: "cn-hangzhou", manifestPaths: []),
      clientKeys: [
        "a": DesiredObject(
          name: "a", spec: spec, place: .init(file: "a.yaml", line: 1, column: 1))
      ])
    return await DeliveryCheck(reach) { destination in
      guard case .directory(let directory) = destination.place, let index = Int(directory.path)
      else { return Told(answer: .held, isLocal: false) }
      return Told(answer: looks[index], isLocal: areLocal)
    }.deliveries(desired: desired, live: live, digest: digest) { _ in isWanted }
  }

  private static func verdicts(_ looks: DeliveryLook..., certificate: String) async
    -> [KeyDelivery.Verdict]
  {
    await check(looks, live(key(certificate))).flatMap { $0.places.map(\.verdict) }
  }

  @Test func theLiveCertificateDecides() async throws {
    let made = try Self.made.get()
    let opened = DeliveryLook.opened(certificatePEM: made[0].certificatePEM)
    #expect(await Self.verdicts(opened, certificate: made[0].certificatePEM) == [.yes])
    #expect(await Self.verdicts(opened, certificate: made[1].certificatePEM) == [.changed])
    // Without one there is nothing to compare with.
    #expect(await Self.verdicts(opened, certificate: "") == [.cannotTell])
  }

  @Test func halvesArePutTogether() async throws {
    let made = try Self.made.get()
    let certificate = made[0].certificatePEM
    let container = DeliveryLook.half(.key(made[0].containerBase64))
    let other = DeliveryLook.half(.key(made[1].containerBase64))
    let password = DeliveryLook.half(.password(Secret("Sample-Password-1")))
    #expect(await Self.verdicts(container, password, certificate: certificate) == [.yes, .yes])
    #expect(await Self.verdicts(other, password, certificate: certificate) == [.changed, .changed])
    #expect(await Self.verdicts(container, certificate: certificate) == [.cannotTell])
    #expect(
      await Self.verdicts(container, .vanished("is not there"), certificate: certificate)
        == [.cannotTell, .vanished])
  }

  @Test func theGravestPlaceDecides() async {
    let places = { (verdicts: KeyDelivery.Verdict...) in
      KeyDelivery(
        accessPoint: "a", keyID: "KAAP.1", places: verdicts.map { .init("x", $0, "y") })
    }
    #expect(places(.yes, .yes).verdict == .yes)
    #expect(places(.yes, .cannotTell).verdict == .cannotTell)
    #expect(places(.cannotTell, .changed).verdict == .changed)
    #expect(places(.changed, .vanished, .yes).verdict == .vanished)
    #expect(!places(.cannotTell, .yes).isLost)
    #expect(places(.vanished).nextStep == "kmsctl key rotate a --now")
  }

  @Test func anApplyAsksThisMachineAlone() async {
    let live = Self.live(Self.key("x"))
    #expect(await Self.check([.vanished("is not there")], live, areLocal: false) == [])
    #expect(
      await Self.check(
        [.vanished("is not there")], live, reach: .everywhere, areLocal: false
      ).map(\.verdict) == [.vanished])
  }

  @Test func onlyADeliveredKeyInUseIsLookedFor() async {
    let gone = [DeliveryLook.vanished("is not there")]
    let key = Self.key("x")
    #expect(await Self.check(gone, Self.live(key)).count == 1)
    #expect(await Self.check(gone, Self.live(key), isWanted: false) == [])
    #expect(await Self.check(gone, Self.live(key, isRecorded: false)) == [])
    // While an issue is open, the destinations may hold the new key already.
    let intent = KeyIntent(notBefore: Self.now, notAfter: Self.now.adding(seconds: 9))
    #expect(await Self.check(gone, Self.live(key, intent: intent)) == [])
  }
}
