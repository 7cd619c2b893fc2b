import KMSModel
import Testing

@Suite struct WildcardTests {
  @Test(arguments: [
    ("*", "", true), ("*", "anything", true), ("legacy-*", "legacy-", true),
    ("legacy-*", "legacy", false), ("?", "a", true), ("?", "", false), ("a*b*c", "axxbyyc", true),
    ("a*b*c", "axxbyy", false), ("*a", "aaaa", true), ("", "", true), ("", "a", false),
    ("a.c", "abc", false), ("**", "x", true),
  ])
  func patternsMatchWholeNames(pattern: String, text: String, matches: Bool) {
    #expect(Wildcard.pattern(pattern, matches: text) == matches)
  }

  @Test func manyStarsTakeNoTime() {
    let pattern = String(repeating: "*a", count: 60) + "b"
    #expect(!Wildcard.pattern(pattern, matches: String(repeating: "a", count: 2_000)))
  }

  @Test func addressesAreMatchedByKindAndName() {
    let list = AddressPatternList(["policy/legacy-*", "aap/x"])
    #expect(list.matches(ResourceID(.policy, "legacy-a")))
    #expect(list.matches(ResourceID(.accessPoint, "x")))
    #expect(!list.matches(ResourceID(.networkRule, "legacy-a")))
  }
}
