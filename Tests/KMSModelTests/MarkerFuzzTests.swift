import KMSModel
import Testing

/// Random markers, whole and damaged.
@Suite struct MarkerFuzzTests {
  /// The same numbers on every run.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }

    mutating func hex(_ count: Int) -> String {
      String((0..<count).map { _ in "0123456789abcdef".randomElement(using: &self) ?? "0" })
    }

    mutating func moment() -> Timestamp {
      Timestamp(secondsSinceEpoch: Int64.random(in: 0...4_102_444_799, using: &self))
    }

    mutating func marker() -> Marker {
      let keys = (0..<Int.random(in: 0...4, using: &self)).map { _ in
        RecordedKey(
          shortID: hex(8), origin: Bool.random(using: &self) ? .elsewhere : .delivered(at: moment())
        )
      }
      let intent = KeyIntent(
        notBefore: moment(), notAfter: moment(),
        shortID: Bool.random(using: &self) ? hex(8) : nil)
      return Marker(
        owner: Owner(stack: "st_" + hex(3), uid: hex(6)), originHash: hex(8),
        appliedDigest: AppliedDigest(version: Int.random(in: 1...12, using: &self), hex: hex(16)),
        isProtected: Bool.random(using: &self), isStandIn: Bool.random(using: &self), keys: keys,
        intent: Bool.random(using: &self) ? intent : nil)
    }

    mutating func words() -> String {
      let pieces = ["", "plain words", "umlaut ä", "[brackets]", "\u{1F4E6}", "a=b", "e\u{301}"]
      return pieces.randomElement(using: &self) ?? ""
    }
  }

  @Test func everyMarkerIsReadBackAsItWasWritten() {
    var numbers = Numbers(state: 1)
    for _ in 0..<2_000 {
      let (marker, words) = (numbers.marker(), numbers.words())
      let reading = MarkerReading(MarkerText.describe(marker, description: words))
      #expect(reading == .marked(marker, description: words))
    }
  }

  @Test func aCutMarkerIsNeverReadAsNoneOrAsAnother() {
    var numbers = Numbers(state: 2)
    for _ in 0..<60 {
      let text = Array(MarkerText.describe(numbers.marker(), description: numbers.words()).utf8)
      let opening = Array(MarkerText.openingText.utf8)
      guard let start = text.indices.first(where: { text[$0...].starts(with: opening) }) else {
        Issue.record("no marker in the text")
        return
      }
      for end in (start + opening.count)..<text.count {
        let reading = MarkerReading(String(decoding: text[..<end], as: UTF8.self))
        guard case .damaged = reading else {
          Issue.record("cut at \(end): \(reading)")
          return
        }
      }
    }
  }

  /// A changed digit inside a field may be another good value; nothing else may pass, and nothing
  /// at all may be taken for a text without marker.
  @Test func aChangedByteIsDamageOrAnotherValueOfOneField() {
    var numbers = Numbers(state: 3)
    for _ in 0..<40 {
      let whole = MarkerText.write(numbers.marker())
      for position in whole.utf8.indices {
        for byte in Array("x 0[]=.,@/:\u{7F}".utf8) {
          var bytes = Array(whole.utf8)
          let offset = whole.utf8.distance(from: whole.startIndex, to: position)
          guard bytes[offset] != byte else { continue }
          bytes[offset] = byte
          let text = String(decoding: bytes, as: UTF8.self)
          switch MarkerReading(text) {
          case .none: Issue.record("read as none: \(text)")
          case .marked(let marker, let description):
            #expect(description.isEmpty)
            // Flags that are not known are written after those that are.
            let isSame =
              marker.extras?.flags.isEmpty ?? true ? MarkerText.write(marker) == text : true
            #expect(isSame && MarkerReading(MarkerText.write(marker)).marker == marker)
          case .newer, .damaged: continue
          }
        }
      }
    }
  }

  @Test func aDeletedOrDoubledByteNeverHidesTheMarker() {
    var numbers = Numbers(state: 4)
    for _ in 0..<60 {
      let whole = Array(MarkerText.write(numbers.marker()).utf8)
      for offset in whole.indices {
        for copies in [0, 2] {
          let bytes =
            whole[..<offset] + Array(repeating: whole[offset], count: copies)
            + whole[(offset + 1)...]
          let text = String(decoding: bytes, as: UTF8.self)
          if case .none = MarkerReading(text) { Issue.record("read as none: \(text)") }
        }
      }
    }
  }
}
