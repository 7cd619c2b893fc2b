import Cryptography
import KMSModel
import Testing

@Suite struct MarkerTextTests {
  static let sha = DigestFunction { Digest.sha256($0) }
  static let owner = Owner(stack: "payments", uid: "7f3c1a")
  static let id = ResourceID(.accessPoint, "payments-api")

  static func marker(keys: Int = 0) -> Marker {
    Marker(
      owner: owner, originHash: Marker.originHash(owner: owner, id: id, digest: sha),
      appliedDigest: AppliedDigest(hex: "0123456789abcdef"),
      keys: (0..<keys).map {
        RecordedKey(
          shortID: "deadbe\(10 + $0)",
          origin: .delivered(at: Timestamp(secondsSinceEpoch: 1_790_000_000)))
      })
  }

  @Test func aFullMarkerIsWrittenInOneFixedForm() {
    var marker = Self.marker(keys: 1)
    marker.appliedDigest.version = 2
    marker.isProtected = true
    marker.isStandIn = true
    marker.keys.append(RecordedKey(shortID: "0badcafe", origin: .elsewhere, isRevoked: true))
    marker.intent = KeyIntent(
      notBefore: Timestamp(secondsSinceEpoch: 1_790_000_000),
      notAfter: Timestamp(secondsSinceEpoch: 1_821_536_000), shortID: "12345678")
    #expect(
      MarkerText.describe(marker, description: "the payments API")
        == "the payments API [kmsctl/1 s=payments.7f3c1a o=\(marker.originHash) "
        + "d=0123456789abcdef.2 f=ps k=deadbe10@20260921T141320Z,0badcafe@elsewhere "
        + "rev=0badcafe i=20260921T141320Z/20270921T141320Z:12345678]")
  }

  @Test func aRevokedKeyThatIsNotRecordedMeansNothing() {
    var marker = Self.marker(keys: 1)
    marker.keys[0].isRevoked = true
    let text = MarkerText.write(marker)
    #expect(text.hasSuffix(" rev=deadbe10]"))
    let more = text.replacing("rev=", with: "rev=0badcafe,")
    #expect(MarkerReading(more) == .marked(marker, description: ""))
    for damage in ["rev=]", "rev=deadbe1]", "rev=deadbe10,]", "rev=DEADBE10]"] {
      let reading = MarkerReading(text.replacing("rev=deadbe10]", with: damage))
      #expect(reading == .damaged(reason: "the marker does not parse", description: ""))
    }
  }

  @Test func textWithoutMarkerIsTheUsersToTheLetter() {
    for text in ["", " words ", "see [1]", "[kmsctl] managed", "kmsctl/1 s=a.b", "o=1 d=2", "📦"] {
      #expect(MarkerReading(text) == .none(description: text))
    }
  }

  @Test func aMarkerIsFoundAnywhereInTheText() {
    let marker = Self.marker(keys: 2)
    let text = MarkerText.write(marker)
    for (before, after, description) in [
      ("", "", ""), ("before ", "", "before"), ("", " after", "after"),
      ("before", "after", "before after"), ("\u{0600} ", "\u{0301} x", "\u{0600} \u{0301} x"),
      ("📦", "\n📦", "📦 📦"),
    ] {
      let reading = MarkerReading(before + text + after)
      #expect(reading == .marked(marker, description: description))
    }
  }

  @Test(arguments: [
    ("twice", "[kmsctl/1 s=a.b o=00000000 d=0000000000000000] ", "there are 2 markers"),
    ("an opening before", "[kmsctl/", "there are 2 markers"),
    (
      "a body before", "s=a.b o=00000000 d=0000000000000000 ", "there is a piece of a second marker"
    ),
  ])
  func aSecondMarkerIsDamage(name: String, before: String, reason: String) {
    let text = before + MarkerText.write(Self.marker())
    guard case .damaged(let found, _) = MarkerReading(text) else {
      Issue.record("\(name) was not seen")
      return
    }
    #expect(found == reason)
  }

  @Test(arguments: [
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000 ]",
    "[kmsctl/1  s=a.b o=00000000 d=0000000000000000]",
    "[kmsctl/1 o=00000000 s=a.b d=0000000000000000]",
    "[kmsctl/1 s=a.b o=0000000 d=0000000000000000]",
    "[kmsctl/1 s=a.b o=0000000G d=0000000000000000]",
    "[kmsctl/1 s=a.b o=0000000F d=0000000000000000]",
    "[kmsctl/1 s=ab o=00000000 d=0000000000000000]",
    "[kmsctl/1 s=a.b.c o=00000000 d=0000000000000000]",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000.1]",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000.02]",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000 f=sp]",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000 f=]",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000 k=]",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000 k=00000000@20260230T000000Z]",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000 k=00000000@no-where]",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000 i=20260921T141320Z]",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000 x1]",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000\n]", "[kmsctl/1]", "[kmsctl/]", "[kmsctl/",
    "[kmsctl/1 s=a.b o=00000000 d=0000000000000000] f=p]",
    "kmsctl/1 s=a.b o=00000000 d=0000000000000000]",
    "(kmsctl/1 s=a.b o=00000000 d=0000000000000000]",
  ])
  func whatIsNotExactlyAMarkerIsDamaged(text: String) {
    guard case .damaged = MarkerReading(text) else {
      Issue.record("\(text) is read as \(MarkerReading(text))")
      return
    }
  }

  @Test func whiteSpaceAtTheEndsIsNotPartOfADescription() {
    #expect(MarkerText.canonical(" \n\t two  words\u{00A0}\r\n") == "two  words")
    #expect(MarkerText.canonical("") == "")
  }

  @Test func aUsualMarkerIsShortAndAFullOneFits() {
    #expect(MarkerText.write(Self.marker(keys: 1)).utf8.count == 86)
    #expect(MarkerText.write(Self.marker(keys: 26)).utf8.count <= MarkerText.maximumBytes)
    #expect(MarkerText.write(Self.marker(keys: 28)).utf8.count > MarkerText.maximumBytes)
  }

  @Test func aCopiedMarkerIsNotGenuine() {
    let marker = Self.marker()
    #expect(marker.isGenuine(for: Self.id, digest: Self.sha))
    for id in [ResourceID(.accessPoint, "other"), ResourceID(.policy, "payments-api")] {
      #expect(!marker.isGenuine(for: id, digest: Self.sha))
    }
    var foreign = marker
    foreign.owner.uid = "000000"
    #expect(!foreign.isGenuine(for: Self.id, digest: Self.sha))
  }

  private static let start = "[kmsctl/1 s=a.b o=01234567 d=0123456789abcdef "
  private static let dates = "20261123T000000Z/20271123T000000Z"

  @Test(
    arguments: [
      ("", nil, nil), (":0123abcd", "0123abcd", nil), ("@89abcdef", nil, "89abcdef"),
      ("@89abcdef:0123abcd", "0123abcd", "89abcdef"),
    ] as [(String, String?, String?)])
  func anIntentKeepsItsIDAndPlace(rest: String, id: String?, place: String?) throws {
    let text = "\(Self.start)i=\(Self.dates)\(rest)]"
    let marker = try #require(MarkerReading(text).marker)
    #expect(marker.intent?.shortID == id)
    #expect(marker.intent?.place == place)
    #expect(MarkerText.write(marker) == text)
  }

  @Test(arguments: ["@", "@89ABCDEF", "@89abcde", "@89abcdef@89abcdef", ":0123abcd@89abcdef"])
  func anIntentWithABrokenPlaceIsDamaged(rest: String) {
    #expect(
      MarkerReading("\(Self.start)i=\(Self.dates)\(rest)]")
        == .damaged(reason: "the marker does not parse", description: ""))
  }
}
