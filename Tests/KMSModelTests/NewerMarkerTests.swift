import Cryptography
import KMSModel
import Testing

/// Markers of kmsctl versions that are not there yet.
@Suite struct NewerMarkerTests {
  private static let start = "[kmsctl/1 s=a.b o=01234567 d=0123456789abcdef"
  private static let owner = Owner(stack: "a", uid: "b")

  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var unknown: String
    var owner: Owner?

    init(_ text: String, _ unknown: String, _ owner: Owner? = NewerMarkerTests.owner) {
      (self.text, self.unknown, self.owner) = (text, unknown, owner)
    }

    var testDescription: String { text }
  }

  @Test(
    "Newer markers: a greater number or a capital letter is a newer kmsctl's, never damage",
    arguments: [
      Case("[kmsctl/2 s=a.b o=01234567 d=0123456789abcdef]", "number 2"),
      Case("[kmsctl/2 o=01234567 s=a.b]", "number 2"), Case("[kmsctl/10 s=a.b]", "number 10"),
      Case("[kmsctl/99999999999999999999999 s=a.b]", "number 99999999999999999999…"),
      Case("[kmsctl/1.1 s=a.b]", "number 1.1"), Case("[kmsctl/2-beta s=a.b]", "number 2-beta"),
      Case("[kmsctl/2]", "number 2", nil), Case("[kmsctl/3 {}]", "number 3", nil),
      Case("[kmsctl/2 s=a]", "number 2", nil), Case("[kmsctl/2 s=ä.b]", "number 2", nil),
      Case("[kmsctl/2 s=a.b o=0123", "number 2"), Case("[kmsctl/2", "number 2", nil),
      Case("\(start) X=1]", "field 'X='"), Case("\(start) Xyz2=]", "field 'Xyz2='"),
      Case("[kmsctl/1 A=1 s=a.b o=01234567 d=0123456789abcdef]", "field 'A='"),
      Case("\(start) K=0", "field 'K='"), Case("\(start) f=pX]", "flag 'X'"),
      Case("\(start) f=Zs]", "flag 'Z'"),
      Case("\(start) k=0123abcd@imported]", "'@imported' of a client key"),
      Case(
        "\(start) k=89abcdef@elsewhere,0123abcd@compromised]", "'@compromised' of a client key"),
    ])
  func isNewer(_ test: Case) {
    for (before, after, words) in [("", "", ""), ("some ", " words", "some words")] {
      let isWhole = test.text.hasSuffix("]")
      guard isWhole || after.isEmpty else { continue }
      guard case .newer(let marker, let description) = MarkerReading(before + test.text + after)
      else {
        Issue.record("\(MarkerReading(before + test.text + after))")
        continue
      }
      #expect(marker.text == test.text)
      #expect(marker.unknown == test.unknown)
      #expect(marker.owner == test.owner)
      #expect(description == words)
    }
  }

  @Test(
    "Newer markers: what no version would write is damage",
    arguments: [
      "[kmsctl/0 s=a.b]", "[kmsctl/01 s=a.b]", "[kmsctl/x s=a.b]", "[kmsctl/-2 s=a.b]",
      "[kmsctl/1. s=a.b]", "[kmsctl/ 2 s=a.b]", "\(start) z]", "\(start) =1]", "\(start) 1=1]",
      "\(start) z-1=1]", "\(start) z=1\u{301}]", "\(start) z=ä]", "\(start) f=pp]",
      "\(start) f=zz]", "\(start) f=sp]", "\(start) f=p1]", "\(start) f=p f=s]", "\(start) z=1 ]",
      "\(start)  z=1]", "\(start) z=1\t]", "\(start) k=0123abcd@x]",
      "\(start) k=0123abcd@2026]", "\(start) k=0123ABCD@imported]",
      "\(start) r=0123abcd.0123abcd.2a-1f@20260101T000000Z]",
    ])
  func isDamaged(text: String) {
    guard case .damaged = MarkerReading(text) else {
      Issue.record("\(text) is read as \(MarkerReading(text))")
      return
    }
  }

  private static let whole =
    "\(start) f=ps k=0123abcd@20260921T141320Z,89abcdef@elsewhere i=20260921T141320Z/"
    + "20270921T141320Z@01234567:12345678 r=00112233.44556677.2a-1f9c3@20260921T141320Z]"

  @Test("Newer markers: fields and flags in lower case survive in their place")
  func survivors() throws {
    let known = try #require(MarkerReading(Self.whole).marker)
    var count = 0
    for position in 1...8 {
      for extra in ["z=foo", "z=", "zz9=a=b,c@d/e:f;(x)\"'\\", "q=1 z=2", "z=1 z=1", "e=\u{7E}!"] {
        var words = Self.whole.dropLast().split(separator: " ").map(String.init)
        words.insert(extra, at: position)
        let text = words.joined(separator: " ") + "]"
        let marker = try #require(MarkerReading(text).marker, "\(text)")
        #expect(MarkerText.write(marker) == text)
        // What is known is read as without it, and may change beside it.
        var changed = marker
        changed.extras = nil
        #expect(changed == known)
        changed.extras = marker.extras
        changed.intent = nil
        changed.isStandIn = false
        for word in extra.split(separator: " ") {
          #expect(MarkerText.write(changed).contains(" \(word)"), "\(text)")
        }
        #expect(MarkerReading(MarkerText.write(changed)) == .marked(changed, description: ""))
        count += 1
      }
    }
    #expect(count == 48)
  }

  @Test(
    "Newer markers: unknown flags survive, after the known ones",
    arguments: [("z", "z"), ("pz", "pz"), ("zs", "sz"), ("apbs", "psab"), ("psx", "psx")])
  func flags(found: String, written: String) throws {
    let marker = try #require(MarkerReading("\(Self.start) f=\(found)]").marker)
    #expect(marker.isProtected == found.contains("p"))
    #expect(marker.isStandIn == found.contains("s"))
    #expect(MarkerText.write(marker) == "\(Self.start) f=\(written)]")
    #expect(MarkerReading("\(Self.start) f=\(written)]").marker == marker)
  }

  @Test("Newer markers: beside one of another number nothing here is mended")
  func twoMarkers() {
    let ours = "\(Self.start)]"
    for text in ["\(ours) [kmsctl/2 s=x.y]", "[kmsctl/2 s=x.y] \(ours)", "\(ours)[kmsctl/7"] {
      guard case .newer = MarkerReading(text) else {
        Issue.record("\(MarkerReading(text))")
        continue
      }
    }
  }
}
