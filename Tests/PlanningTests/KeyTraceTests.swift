import Cryptography
import KMSModel
import Planning
import Testing

@Suite struct KeyTraceTests {
  private static let digest = DigestFunction(Digest.sha256)
  private static let ours = KMSModel.Owner(stack: "payments", uid: "7f3c1a")
  private static let point = ResourceID(.accessPoint, "orders")
  private static let key = LiveClientKey(
    id: "KAAP.11111111-2222-4333-8444-555555555555", accessPoint: "orders",
    notBefore: Timestamp(secondsSinceEpoch: 100), notAfter: Timestamp(secondsSinceEpoch: 1_000),
    createTime: nil, certificatePEM: "")

  private static func marker(
    keys: [RecordedKey] = [], intent: KeyIntent? = nil, of id: ResourceID = point
  ) -> Marker {
    Marker(
      owner: ours, originHash: Marker.originHash(owner: ours, id: id, digest: digest),
      appliedDigest: AppliedDigest(hex: "0123456789abcdef"), keys: keys, intent: intent)
  }

  private static func owner(
    _ reading: MarkerReading, for stack: KMSModel.Owner?
  ) -> KeyTrace.Owner {
    KeyTrace.Owner(reading, of: point, for: stack, digest: digest)
  }

  @Test func ownersAreToldApart() {
    let marked = MarkerReading.marked(Self.marker(), description: "")
    #expect(Self.owner(marked, for: Self.ours) == .ours)
    #expect(Self.owner(marked, for: nil) == .stack("payments.7f3c1a"))
    #expect(Self.owner(.none(description: "x"), for: Self.ours) == .nobody)
    #expect(
      Self.owner(.damaged(reason: "cut off", description: ""), for: Self.ours)
        == .unclear("the marker is damaged: cut off"))
    let copied = MarkerReading.marked(
      Self.marker(of: ResourceID(.accessPoint, "another")), description: "")
    #expect(Self.owner(copied, for: Self.ours) == .nobody)
  }

  @Test func recordsAreToldApart() {
    let moment = Timestamp(secondsSinceEpoch: 200)
    let delivered = RecordedKey(shortID: "11111111", origin: .delivered(at: moment))
    let elsewhere = RecordedKey(shortID: "11111111", origin: .elsewhere)
    let intent = KeyIntent(notBefore: Self.key.notBefore, notAfter: Self.key.notAfter)
    #expect(
      KeyTrace.Record(Self.key, in: Self.marker(keys: [delivered])) == .delivered(at: moment))
    #expect(KeyTrace.Record(Self.key, in: Self.marker(keys: [elsewhere])) == .elsewhere)
    #expect(KeyTrace.Record(Self.key, in: Self.marker(intent: intent)) == .intent)
    #expect(KeyTrace.Record(Self.key, in: Self.marker()) == KeyTrace.Record.none)
    #expect(KeyTrace.Record(Self.key, in: nil) == KeyTrace.Record.none)
  }

  @Test func livesAreToldApart() {
    let lives = [99, 100, 999, 1_000].map {
      KeyTrace.Life(Self.key, at: Timestamp(secondsSinceEpoch: $0))
    }
    #expect(lives == [.notYetValid, .alive, .alive, .expired])
  }

  private static func revocation(
    _ owner: KeyTrace.Owner, _ record: KeyTrace.Record, accessPoint: String = "orders",
    isDeclared: Bool = true
  ) -> String? {
    var key = key
    key.accessPoint = accessPoint
    return KeyTrace(
      keyID: key.id, life: .alive, key: key, owner: owner, record: record,
      isDeclared: isDeclared, region: "cn-hangzhou",
      now: Timestamp(secondsSinceEpoch: 500)
    ).revocation
  }

  @Test func theCommandIsTheOneThatRevokesIt() {
    let moment = Timestamp(secondsSinceEpoch: 200)
    let aliyun = "aliyun kms DeleteClientKey --ClientKeyId \(Self.key.id) --region cn-hangzhou"
    #expect(
      Self.revocation(.ours, .delivered(at: moment)) == "kmsctl key rotate orders --compromised")
    #expect(
      Self.revocation(.ours, .elsewhere) == "kmsctl key rotate orders --compromised")
    #expect(
      Self.revocation(.ours, .elsewhere, isDeclared: false)
        == "kmsctl key retire \(Self.key.id)")
    #expect(Self.revocation(.ours, .none) == aliyun)
    #expect(
      Self.revocation(.ours, .elsewhere, accessPoint: "-x")
        == "kmsctl key rotate --compromised -- -x")
    #expect(
      KeyCommandLine.rotate("orders", "--compromised", programs: ["/opt/my dir/take.sh"])
        == "kmsctl key rotate orders --compromised --allow-exec '/opt/my dir/take.sh'")
    #expect(Self.revocation(.stack("other.1"), .delivered(at: moment)) == aliyun)
    #expect(Self.revocation(.nobody, .none) == aliyun)
    #expect(
      Self.revocation(.ours, .delivered(at: moment), accessPoint: "it's; rm -rf")
        == #"kmsctl key rotate 'it'\''s; rm -rf' --compromised"#)
  }

  @Test func aDeletedKeyNeedsNoCommand() {
    let trace = KeyTrace(
      keyID: Self.key.id, life: .deleted, region: "cn-hangzhou",
      now: Timestamp(secondsSinceEpoch: 500))
    #expect(trace.revocation == nil)
  }
}
