import Testing

@testable import Manifests

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("rols", "roles"), ("raoles", "roles"), ("rolse", "roles"), ("ROLES", "roles"),
    ("resorces", "resources"), ("resuorecs", "resources"),
  ])
  func nearNamesAreFound(_ word: String, _ expected: String) {
    #expect(Suggestion.nearest(to: word, in: ["roles", "resources", "scope"]) == expected)
  }

  @Test(arguments: ["colour", "q", "", "scopes-of-another-kind"])
  func farNamesAreNot(_ word: String) {
    #expect(Suggestion.nearest(to: word, in: ["roles", "resources", "scope", "p"]) == nil)
  }

  @Test func theNearestOfSeveralWins() {
    #expect(
      Suggestion.nearest(to: "payments-vcp", in: ["payments-vm", "payments-vpc"]) == "payments-vpc")
  }
}
