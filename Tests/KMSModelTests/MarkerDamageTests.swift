import Cryptography
import KMSModel
import Testing

/// The marker's grammar against everything a console user's hand can do to it.
@Suite struct MarkerDamageTests {
  private static let id = ResourceID(.accessPoint, "payments-api")
  private static let digest = DigestFunction { Digest.sha256($0) }

  @Test func randomMarkersSurviveTheirText() {
    var random = MarkerSource(seed: 1)
    let words = ["", "orders", "a b", "[x] d= o=12 k=3", "naïve → \u{1F511}", "kmsctl/1 s=a.b"]
    for _ in 0..<3_000 {
      let (marker, description) = (random.marker(for: Self.id), random.pick(words))
      let text = MarkerText.describe(marker, description: description)
      #expect(MarkerText.read(text) == .marked(marker, description: description))
    }
  }

  /// One byte changed, cut or doubled: what reads as another marker differs in what it says, never
  /// in whose it is, and nothing is ever taken for no marker.
  @Test func oneDamagedByteNeverMovesOwnership() {
    var random = MarkerSource(seed: 2)
    var (damaged, other, newer) = (0, 0, 0)
    for _ in 0..<25 {
      let marker = random.marker(for: Self.id)
      for text in Self.variants(of: MarkerText.write(marker)) {
        switch MarkerText.read(text) {
        case .none:
          Issue.record("no marker in \(text)")
        case .damaged(let reason, _):
          damaged += 1
          #expect(!reason.isEmpty)
          #expect(
            MarkerText.names(marker.owner, originHash: marker.originHash, in: text), "\(text)")
        case .newer(let read, _):
          newer += 1
          #expect(
            MarkerText.names(marker.owner, originHash: marker.originHash, in: read.text), "\(text)")
        case .marked(let read, let description):
          other += 1
          // The same marker, then, with the stray byte left to the user's words.
          #expect(read != marker || !description.isEmpty, "\(text)")
          let isBound = read.owner == marker.owner && read.originHash == marker.originHash
          #expect(read.isGenuine(for: Self.id, digest: Self.digest) == isBound, "\(text)")
        }
      }
    }
    #expect(damaged > 10_000)
    #expect(other > 1_000)
    #expect(newer > 100)
  }

  private static func variants(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    let others: [UInt8] = Array("0aAf/]=,.[ \n@:".utf8) + [0x00, 0xFF]
    return bytes.indices.flatMap { index -> [String] in
      let (head, tail) = (bytes[..<index], bytes[(index + 1)...])
      let changed = others.filter { $0 != bytes[index] }.map { [$0] }
      return ([[], [bytes[index], bytes[index]]] + changed).map {
        String(decoding: Array(head) + $0 + Array(tail), as: UTF8.self)
      }
    }
  }

  /// A text cut at its end: with the opening whole it is damaged; with less of it, there is none.
  @Test func aTextCutAtItsEndIsDamagedAsLongAsItsOpeningIsThere() {
    var random = MarkerSource(seed: 3)
    for _ in 0..<50 {
      let bytes = Array(MarkerText.write(random.marker(for: Self.id)).utf8)
      for count in 0..<bytes.count {
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        if count < MarkerText.openingText.utf8.count {
          #expect(MarkerText.read(text) == .none(description: text))
        } else {
          #expect(
            MarkerText.read(text) == .damaged(reason: "the marker is cut off", description: ""))
        }
      }
    }
  }

  /// A text cut at its front: damaged while hash and digest are there; after that nothing is left
  /// that could be told from words, and the object counts as unowned.
  @Test func aTextCutAtItsFrontIsDamagedAsLongAsHashAndDigestAreThere() throws {
    var random = MarkerSource(seed: 4)
    for _ in 0..<50 {
      let text = MarkerText.write(random.marker(for: Self.id))
      let hash = try #require(text.firstRange(of: " o="))
      let offset = text.utf8.distance(from: text.startIndex, to: hash.lowerBound) + 1
      for count in 1..<text.utf8.count {
        let rest = String(decoding: Array(text.utf8)[count...], as: UTF8.self)
        let expected: MarkerReading =
          count <= offset
          ? .damaged(reason: "the marker has lost its beginning", description: rest)
          : .none(description: rest)
        #expect(MarkerText.read(rest) == expected)
      }
    }
  }

  @Test func aCopiedMarkerIsNotGenuineElsewhere() {
    var random = MarkerSource(seed: 5)
    let marker = random.marker(for: Self.id)
    #expect(marker.isGenuine(for: Self.id, digest: Self.digest))
    for id in [ResourceID(.policy, Self.id.name), ResourceID(.accessPoint, "payments-api2")] {
      #expect(!marker.isGenuine(for: id, digest: Self.digest))
    }
    var stolen = marker
    stolen.owner = Owner(stack: "x", uid: "1")
    #expect(!stolen.isGenuine(for: Self.id, digest: Self.digest))
  }

  @Test func twoMarkersAreDamageWhateverTheySay() {
    var random = MarkerSource(seed: 6)
    let one = MarkerText.write(random.marker(for: Self.id))
    let two = MarkerText.write(random.marker(for: ResourceID(.policy, "p")))
    for text in [one + one, "\(one) \(two)", "a \(two) b \(one) c", "\(one) [kmsctl/"] {
      guard case .damaged(let reason, _) = MarkerText.read(text) else {
        Issue.record("not damaged: \(text)")
        continue
      }
      #expect(reason == "there are 2 markers")
    }
    let piece = two.dropFirst(5).dropLast()
    #expect(
      MarkerText.read("\(one) \(piece)")
        == .damaged(reason: "there is a piece of a second marker", description: String(piece)))
  }

  @Test(arguments: [
    ("before ", " after", "before after"), ("before", "after", "before after"),
    ("\n", "\n", ""), ("e\u{301}", "\u{301}x", "e\u{301} \u{301}x"), ("[", "x", "[ x"),
  ])
  func aMarkerIsFoundInTheMiddleOfWords(before: String, after: String, words: String) {
    var random = MarkerSource(seed: 7)
    let marker = random.marker(for: Self.id)
    let text = before + MarkerText.write(marker) + after
    #expect(MarkerText.read(text) == .marked(marker, description: words))
  }

  @Test func theMaximumHoldsTwentySevenKeysAndReadingHasNoLimit() {
    let owner = Owner(stack: "payments", uid: "7f3c1a")
    var marker = Marker(
      owner: owner,
      originHash: Marker.originHash(owner: owner, id: Self.id, digest: Self.digest),
      appliedDigest: AppliedDigest(hex: "0123456789abcdef"))
    let moment = Timestamp(secondsSinceEpoch: 1_790_000_000)
    marker.keys = (0..<27).map {
      RecordedKey(shortID: "aaaaaa\(10 + $0)", origin: .delivered(at: moment))
    }
    #expect(MarkerText.write(marker).utf8.count == 762)
    #expect(MarkerText.maximumBytes == 768)
    marker.keys += marker.keys + marker.keys
    #expect(MarkerText.read(MarkerText.write(marker)) == .marked(marker, description: ""))
  }
}
