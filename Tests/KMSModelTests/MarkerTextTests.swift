import KMSModel
import Testing

@Suite struct MarkerTextTests {
  @Test func nothingIsNoMarker() {
    #expect(MarkerReading("words") == .none(description: "words"))
  }
}
