import FoundationEssentials
import KMSModel
import Planning
import Testing

@Suite struct CoverageTests {
  @Test(arguments: [
    (Coverage.LeftAlone.Reason.unmanaged, #""reason":"unmanaged""#),
    (.owned(by: Fixture.other), #""reason":"owned""#),
    (.damaged("cut off"), #""damage":"cut off","id":"policy\/p","reason":"damaged""#),
    (.notTargeted, #""reason":"not-targeted""#),
  ])
  func everyReasonSurvivesJSON(reason: Coverage.LeftAlone.Reason, text: String) throws {
    let entry = Coverage.LeftAlone(id: ResourceID(.policy, "p"), reason: reason)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(entry)
    #expect(String(decoding: json, as: UTF8.self).contains(text))
    #expect(try JSONDecoder().decode(Coverage.LeftAlone.self, from: json) == entry)
  }
}
