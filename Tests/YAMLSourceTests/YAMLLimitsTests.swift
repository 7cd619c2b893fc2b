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
}
