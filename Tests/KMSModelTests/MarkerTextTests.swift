import KMSModel
import Testing

@Suite struct MarkerTextTests {
  @Test func nothingIsNoMarker() {
    #expect(MarkerReading("words") == .none(description: "words"))
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
