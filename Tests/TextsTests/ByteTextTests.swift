import Testing
import Texts

@Suite struct ByteTextTests {
  @Test("A9: beginnings and endings are bytes") func edges() {
    #expect("[\u{301}x".begins(with: "["))
    #expect(!"\u{212A}AAP.".begins(with: "K"))
    #expect("x\"\u{301}".rest(after: "x\"") == "\u{301}")
    #expect("a\r\n".ends(with: "\n"))
    #expect(!"a".ends(with: "ba"))
    #expect("key_\u{301}.json".rest(before: ".json").map(String.init) == "key_\u{301}")
    #expect("e\u{301}".isSame(as: "e\u{301}"))
    #expect(!"e\u{301}".isSame(as: "\u{E9}"))
  }

  @Test("A9: parts are cut at scalars") func parts() {
    #expect("a/\u{301}b//c".parts(at: "/").map(String.init) == ["a", "\u{301}b", "c"])
    #expect("a//b".parts(at: "/", keepsEmpty: true) == ["a", "", "b"])
    #expect("a=b=c".parts(at: "=", atMost: 2) == ["a", "b=c"])
    #expect(
      "a\r\nb".parts(at: "\n").map { Array($0.utf8) } == [Array("a\r".utf8), Array("b".utf8)])
    let halves = "user:\u{301}word".halves(at: ":")
    #expect(halves.map { "\($0.before)|\($0.behind)" } == "user|\u{301}word")
    #expect("none".halves(at: ":") == nil)
  }

  @Test("A9: what is looked for is found whatever stands behind it") func search() {
    #expect("a@\u{301}b".holds("@"))
    #expect("x <Code>\u{301}".holds(text: "<Code>"))
    #expect("<a>1</a>".rest(behind: "<a>")?.start(before: "</a>") == "1")
    #expect("aab".holds(text: "ab"))
    #expect(!"a".holds(text: "ab"))
    #expect("a\\\u{301}b".replacing(text: "\\", by: "/") == "a/\u{301}b")
    #expect("aXXb".replacing(text: "XX", by: "") == "ab")
    #expect(" \t a b\r\n".withoutEdges == "a b")
    #expect("\r\n ".withoutEdges == "")
    #expect(!"0\u{20DD}".consists(\.isASCIIDigit))
  }
}
