import Diagnostics
import Testing
import YAMLSource

@Suite(.timeLimit(.minutes(10))) struct YAMLLimitsTests {
  @Test func aFileOfOneMebibyteIsReadAndOneByteMoreIsNot() {
    let body = "a: 1\n#"
    let largest = body + String(repeating: "x", count: YAMLLimits.maximumBytes - body.utf8.count)
    #expect(lines(read(largest)) == [])
    #expect(
      lines(read(largest + "x")) == [
        "f.yaml:1:1: yaml-limit: the file is larger than 1 MiB",
        "  split it into several files; directories are read recursively",
      ])
  }

  @Test func nestingIsReadToItsLimit() {
    let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    #expect(lines(read(deepest)) == [])
    let deeper = "[" + deepest + "]"
    #expect(
      lines(read(deeper)) == ["f.yaml:1:33: yaml-limit: lists and mappings nest deeper than 32"])
  }

  @Test func nestingThroughAliasesCounts() {
    let levels = (1...33).map { "- &a\($0) [*a\($0 - 1)]" }
    let yaml = (["- &a0 [x]"] + levels).joined(separator: "\n")
    #expect(
      lines(read(yaml)) == ["f.yaml:32:9: yaml-limit: lists and mappings nest deeper than 32"])
  }

  @Test func aHundredThousandOpenBracketsEndQuickly() {
    let stream = read(String(repeating: "[", count: 100_000))
    #expect(
      lines(stream) == ["f.yaml:1:33: yaml-limit: lists and mappings nest deeper than 32"])
  }

  @Test func aBillionLaughsStopAtTheBudget() {
    let first = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    let rest = (1...9).map { level in
      let alias = "*a\(level - 1)"
      let list = Array(repeating: alias, count: 10).joined(separator: ", ")
      return "a\(level): &a\(level) [\(list)]\n"
    }
    #expect(
      lines(read(first + rest.joined())) == [
        "f.yaml:5:10: yaml-limit: the aliases of this file repeat more than 20000 values"
      ])
  }

  @Test func manyKeysAreReadInLinearTime() {
    let yaml = (0..<60_000).map { "k\($0): v\n" }.joined()
    #expect(read(yaml).documents.count == 1)
  }

  @Test("B6: a long text is not repeated without end") func b6LongText() {
    let text = String(repeating: "x", count: 100_000)
    let aliases = Array(repeating: "*a", count: 20).joined(separator: ", ")
    #expect(
      lines(read("a: &a \(text)\nb: [\(aliases)]\n")) == [
        "f.yaml:2:45: yaml-limit: the aliases of this file repeat more than 1 MiB of text"
      ])
  }

  @Test("B6: TAG directives are few and short") func b6TagDirectives() {
    let some = (0..<100).map { "%TAG !a\($0)! tag:x\n" }.joined()
    let note = "  remove them; no tag of theirs is supported"
    let message = "yaml-limit: expected at most 100 '%TAG' lines, each of at most 1024 bytes"
    #expect(lines(read("\(some)---\na: 1\n")) == [])
    #expect(
      lines(read("%TAG !b! tag:x\n\(some)---\na: 1\n")) == ["f.yaml:101:1: \(message)", note])
    let long = "%TAG !b! tag:" + String(repeating: "x", count: 1_100)
    #expect(lines(read("# c\r\n\(long)\n---\na: 1\n")) == ["f.yaml:2:1: \(message)", note])
  }
}
