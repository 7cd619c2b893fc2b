import KMSModel
import Testing

@Suite struct SpecDigestTests {
  private func digest(_ sources: [String], _ description: String = "") -> String {
    SpecDigest.of(
      NetworkRuleSpec(type: .privateNetwork, sources: Set(sources.map { SourceAddress($0) })),
      description: description, using: MarkerTextTests.sha
    ).hex
  }

  @Test func equalMeaningHasOneDigest() {
    #expect(digest(["10.0.0.1", "10.1.0.0/16"]) == digest(["10.1.7.7/16", "10.0.0.1/32"]))
  }

  @Test func everyDifferenceHasAnother() {
    let all = [
      digest(["10.0.0.1"]), digest(["10.0.0.2"]), digest(["10.0.0.1", "10.0.0.2"]),
      digest(["10.0.0.1"], "words"), digest(["::1"]), digest(["10.0.0.1,10.0.0.2"]), digest([]),
    ]
    #expect(Set(all).count == all.count)
  }

  /// Version 1 of the canonical form is in markers out there: it must never move.
  @Test func versionOneStaysAsItIs() {
    #expect(digest(["10.1.0.0/16"], "production VPC") == "e290d684302d5dd5")
  }

  @Test func specsAreEncodedTheSameWayEachTime() {
    let policy = PolicySpec(
      scope: .sharedGateway, roles: [.keyUser, .secretUser, .sharedSecretUser],
      resources: ["key/*", "secret/*"], networkAccess: .rules(["b", "a"]))
    let other = PolicySpec(
      scope: .sharedGateway, roles: [.sharedSecretUser, .secretUser, .keyUser],
      resources: ["secret/*", "key/*"], networkAccess: .rules(["a", "b"]))
    let (first, second) = (
      SpecDigest.of(policy, description: "", using: MarkerTextTests.sha),
      SpecDigest.of(other, description: "", using: MarkerTextTests.sha)
    )
    #expect(first == second)
  }
}
