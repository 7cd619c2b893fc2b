import Diagnostics
import Testing
import YAMLSource

/// YAML 1.1 ends lines where YAML 1.2 and editors do not: a comment must not end in the middle.
@Suite struct LineEndTests {
  static let places: [Case] = ["\u{85}", "\u{2028}", "\u{2029}"].flatMap { end in
    [
      ("a comment", "- 10.0.0.1 # office\(end)- 0.0.0.0/0\n", "1:20"),
      ("a plain text", "a: b\(end)c: d\n", "1:5"),
      ("single quotes", "a: 'b\(end)c'\n", "1:6"),
      ("double quotes", "a: \"b\(end)c\"\n", "1:6"),
      ("a block", "a: |\n  b\(end)c\n", "2:4"),
      ("a key", "a\(end)b: c\n", "1:2"),
      ("a flow list", "a: [b,\(end)c]\n", "1:7"),
      ("after a directive", "%YAML 1.2\n---\na: b # c\(end)d: e\n", "3:9"),
      ("behind CR LF", "a: b\r\nc: d\(end)e: f\r\n", "2:5"),
    ].map { name, yaml, place in
      Case("U+\(String(end.unicodeScalars.first?.value ?? 0, radix: 16)) in \(name)", yaml, place)
    }
  }

  @Test("B5: what ends a line in YAML 1.1 only is refused where it stands", arguments: places)
  func b5(_ example: Case) {
    let stream = read(example.yaml)
    #expect(stream.documents.isEmpty)
    #expect(stream.diagnostics.map(\.code) == ["yaml-control-character"])
    #expect(
      stream.diagnostics.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0)" }
        == example.expected)
  }

  @Test("B5: the message says how to write it") func b5Message() {
    #expect(
      lines(read("a: b # c\u{2028}d: e\n")) == [
        "f.yaml:1:9: yaml-control-character: the character U+2028 is not allowed: it ends a line in YAML 1.1 only",
        "  inside double quotes it can be written as \"\\L\"",
      ])
  }

  @Test("B5: written as escapes they are characters like others") func b5Escapes() throws {
    let stream = read("a: \"\\N\\L\\P\"\nb: c\n")
    #expect(lines(stream) == [])
    #expect(
      try text(#require(stream.documents.first), places: true)
        == "{a@1:1: \"\u{85}\u{2028}\u{2029}\"@1:4, b@2:1: c@2:4}@1:1")
  }

  @Test("B5: lines are those of an editor, whatever a line holds") func b5Lines() {
    let text = "a\u{2028}b\u{85}c\u{0B}d\u{0C}e\nf\r\ng\rh\u{301}"
    #expect(
      SourceText(text).lines == ["a\u{2028}b\u{85}c\u{0B}d\u{0C}e", "f", "g", "h\u{301}"])
    #expect(SourceText("").lines == [""])
    #expect(SourceText("a\n").lines == ["a", ""])
  }

  @Test("B5: behind a byte order mark columns are those of the line shown") func b5ByteOrderMark() {
    let stream = read("\u{FEFF}a: b\u{85}\n")
    #expect(stream.diagnostics.first?.location?.column == 5)
    #expect(stream.source.line(1) == "a: b\u{85}")
  }
}
