import Cryptography
import KMSModel
import Testing

/// Every marker that is written reads back as the same, and what could not is told before it is.
@Suite struct WrittenMarkerTests {
  private static let digest = DigestFunction { Digest.sha256($0) }
  private static let longOwner = Owner(
    stack: String(repeating: "s", count: 63), uid: String(repeating: "u", count: 63))
  private static let moment = Timestamp(secondsSinceEpoch: 1_790_000_000)

  private static func marker(owner: Owner = longOwner) -> Marker {
    let run = RunClaim(
      run: "00112233", host: "44556677",
      process: String(repeating: "f", count: RunClaim.maximumProcessLength), since: moment)
    return Marker(
      owner: owner, originHash: "01234567",
      appliedDigest: AppliedDigest(version: 99, hex: "0123456789abcdef"), isProtected: true,
      isStandIn: true,
      keys: ["00000001", "00000002", "00000003"].map {
        RecordedKey(shortID: $0, origin: .delivered(at: moment))
      },
      intent: KeyIntent(
        notBefore: moment, notAfter: moment, shortID: "89abcdef", place: "01234567", run: run))
  }

  @Test("Newer markers: three keys and an intent with its run leave 200 bytes for later issues")
  func budget() {
    let marker = Self.marker()
    #expect(marker.keys.count == ClientKeySpec.maximumKeysPerAccessPoint)
    #expect(MarkerText.write(marker).utf8.count == 374)
    #expect(MarkerText.maximumBytes - MarkerText.write(marker).utf8.count >= 200)
    #expect(MarkerReading(MarkerText.write(marker)) == .marked(marker, description: ""))
  }

  /// What may flow into one, good and bad: from answers, from clocks, from other programs.
  private static let texts = [
    "", "0123abcd", "89ABCDEF", "0123abc", "0123abcde", "../../..", "current", "a b", "[kmsctl",
    "]", "\n", "0123abc\u{301}", "0123abcd\u{301}", "\u{0}", "ffffffff", "KAAP.0123", "0123abc]",
    "@elsewher", "{\"a\":1}", "x=1", "é", "e\u{301}", "prod", "2a-1f9c3", "-", "01234567",
    "0123456789abcdef", "0123456789abcdeF", String(repeating: "a", count: 10_000),
  ]
  private static let seconds: [Int64] = [
    0, 1, -1, 1_790_000_000, 253_402_300_799, 253_402_300_800, 4_000_000_000_000,
    -62_135_596_800, -62_135_596_801, -62_167_219_200, -62_167_219_201, -30_000_000_000,
    -12_219_292_801, -100_000_000_000,
  ]

  @Test("A3: a marker reads back as the same, or says beforehand what would not")
  func roundTrip() {
    var random = MarkerSource(seed: 24)
    var (good, bad) = (0, 0)
    for _ in 0..<20_000 {
      var marker = random.marker(for: ResourceID(.accessPoint, "a"))
      marker.extras = random.extras()
      for _ in 0..<random.pick([0, 1, 1, 2]) { Self.spoil(&marker, &random) }
      let isSame =
        MarkerReading(MarkerText.describe(marker, description: "words"))
        == .marked(marker, description: "words")
      let flaw = MarkerText.flaw(of: marker)
      #expect((flaw == nil) == isSame, "\(MarkerText.write(marker)): \(flaw ?? "no flaw")")
      if flaw == nil { good += 1 } else { bad += 1 }
    }
    #expect(good > 5_000)
    #expect(bad > 5_000)
  }

  private static func spoil(_ marker: inout Marker, _ random: inout MarkerSource) {
    let text = random.pick(texts)
    let moment = Timestamp(secondsSinceEpoch: random.pick(seconds))
    switch random.pick(Array(0..<14)) {
    case 0: marker.owner.stack = text
    case 1: marker.owner.uid = text
    case 2: marker.originHash = text
    case 3: marker.appliedDigest.hex = text
    case 4: marker.appliedDigest.version = random.pick([-1, 0, 1, 2, .max, .min])
    case 5: marker.keys.append(RecordedKey(shortID: text, origin: .elsewhere))
    case 6: marker.keys.append(RecordedKey(shortID: text, origin: .delivered(at: moment)))
    case 7: marker.keys.append(RecordedKey(shortID: "0123abcd", origin: .delivered(at: moment)))
    case 8: marker.intent?.notBefore = moment
    case 9: marker.intent?.notAfter = moment
    case 10: marker.intent?.shortID = text
    case 11: marker.intent?.place = text
    case 12: marker.intent?.run?.process = text
    default:
      marker.intent?.run = RunClaim(run: text, host: "01234567", process: "1-2", since: moment)
    }
  }

  @Test(
    "A3: what cannot be written is named",
    arguments: [
      ("../../../etc/x", "the record of client key '../../../etc/x'"),
      ("current", "the record of client key 'current'"),
    ])
  func keyIDs(id: String, flaw: String) {
    var marker = Self.marker()
    marker.keys[0].shortID = id
    #expect(MarkerText.flaw(of: marker) == flaw)
  }

  @Test("A3: a date that no marker can hold is named")
  func dates() {
    var marker = Self.marker()
    marker.intent?.notAfter = Timestamp(secondsSinceEpoch: 253_402_300_799)
    #expect(MarkerText.flaw(of: marker) == nil)
    marker.intent?.notAfter = Timestamp(secondsSinceEpoch: 253_402_300_800)
    #expect(MarkerText.flaw(of: marker)?.hasPrefix("the open issue of client key") == true)
  }

  @Test("B17: a combining mark makes no other digits of a date or of a key's id")
  func combiningMarks() {
    #expect(Timestamp(compact: "20260921T14132\u{301}0Z") == nil)
    #expect(Timestamp(compact: "2026092\u{301}T141320Z") == nil)
    #expect(Timestamp(compact: "20260921T141320Z\u{301}") == nil)
    #expect(LiveClientKey.shortID("KAAP.0123abc\u{301}d-1") == "0123abc\u{301}")
    let text = "[kmsctl/1 s=a.b o=01234567 d=0123456789abcdef\u{301}]"
    guard case .damaged = MarkerReading(text) else {
      Issue.record("\(MarkerReading(text))")
      return
    }
  }

  @Test("A7: a key is never recorded as older than the one before it, whatever a clock says")
  func theNewestStaysTheNewest() {
    let owner = Owner(stack: "payments", uid: "7f3c1a")
    let late = Timestamp(secondsSinceEpoch: 1_800_000_300)
    var marker = Marker(
      owner: owner, originHash: "0123abcd", appliedDigest: AppliedDigest(hex: "0123456789abcdef"),
      keys: [RecordedKey(shortID: "aaaaaaaa", origin: .delivered(at: late))])
    marker.recordDelivery(of: "bbbbbbbb", at: late.adding(seconds: -240))
    #expect(
      marker.newestDelivered == RecordedKey(shortID: "bbbbbbbb", origin: .delivered(at: late)))
    marker.recordDelivery(of: "aaaaaaaa", at: late.adding(seconds: 9))
    #expect(marker.keys.count == 2)
  }
}
