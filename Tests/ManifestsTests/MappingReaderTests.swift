import Testing

@Suite struct MappingReaderTests {
  static let keys = [
    Case(
      "missing key", rule("type: Private").replacing("{type", with: "①{type"),
      "error[missing-key]: 'spec' has no 'allowedSourceIPs'"),
    Case(
      "missing keys of metadata",
      rule("").replacing("{name: a}", with: "①{}").replacing("spec: {}", with: "spec: ①①{}"),
      "error[missing-key]: 'metadata' has no 'name'",
      "error[missing-key]: 'spec' has no 'allowedSourceIPs'",
      "error[missing-key]: 'spec' has no 'type'"),
    Case(
      "unknown key with a near name",
      rule("①typ: Private, type: Private, allowedSourceIPs: [10.0.0.1]"),
      "error[unknown-key]: unknown key 'typ' in 'spec'\nnote: did you mean 'type'?"),
    Case(
      "unknown key without a near name",
      rule("type: Private, ①colour: red, allowedSourceIPs: [10.0.0.1]"),
      "error[unknown-key]: unknown key 'colour' in 'spec'\nnote: expected 'type' or 'allowedSourceIPs'"
    ),
    Case(
      "unknown key of the document",
      rule("type: Private, allowedSourceIPs: [10.0.0.1]") + "①status: {}\n",
      "error[unknown-key]: unknown key 'status' in the document\nnote: expected 'apiVersion', 'kind', 'metadata' or 'spec'"
    ),
    Case(
      "repeated key", rule("type: Private, allowedSourceIPs: [10.0.0.1], ①type: Public"),
      "error[duplicate-key]: 'type' stands twice in 'spec'\nnote: m.yaml:4:8: it stands here already"
    ),
    Case(
      "swapped letters",
      rule("type: Private, allowedSourceIPs: [10.0.0.1]").replacing(
        "kind:", with: "①knid: x\nkind:"),
      "error[unknown-key]: unknown key 'knid' in the document\nnote: did you mean 'kind'?"),
  ]

  @Test(arguments: keys) func keysAreComparedWithTheFieldTable(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  static let types = [
    Case(
      "text for a list", rule("type: Private, allowedSourceIPs: ①10.0.0.1"),
      "error[wrong-type]: 'allowedSourceIPs' is a text, expected a list of addresses"),
    Case(
      "mapping for a list", rule("type: Private, allowedSourceIPs: ①{a: b}"),
      "error[wrong-type]: 'allowedSourceIPs' is a mapping, expected a list of addresses"),
    Case(
      "list for a text", rule("type: ①[Private], allowedSourceIPs: [10.0.0.1]"),
      "error[wrong-type]: 'type' is a list, expected a text"),
    Case(
      "nothing for a text", rule("type: ①~, allowedSourceIPs: [10.0.0.1]"),
      "error[wrong-type]: 'type' has no value, expected a text"),
    Case(
      "empty text", rule("type: ①\"\", allowedSourceIPs: [10.0.0.1]"),
      "error[empty-value]: 'type' is empty"),
    Case(
      "nothing in a list",
      policy(
        "scope: kst-1, roles: [①null, CryptoServiceKeyUser], resources: [key/*], networkRules: unrestricted"
      ), "error[wrong-type]: an entry of 'roles' has no value, expected a text"),
    Case(
      "text for a mapping", rule("x").replacing("{x}", with: "①x"),
      "error[wrong-type]: 'spec' is a text, expected a mapping"),
    Case(
      "list for a mapping", rule("x").replacing("{x}", with: "①[x]"),
      "error[wrong-type]: 'spec' is a list, expected a mapping"),
    Case(
      "list for a document", "①- a\n",
      "error[wrong-type]: the document is a list, expected a mapping with 'apiVersion', 'kind', 'metadata' and 'spec'"
    ),
    Case(
      "text for a document", "①hello\n",
      "error[wrong-type]: the document is a text, expected a mapping with 'apiVersion', 'kind', 'metadata' and 'spec'"
    ),
    Case(
      "text for a number",
      accessPoint(withKey: "password: {generate: {length: ①long}}, \(delivery)"),
      "error[wrong-type]: 'length' is no whole number"),
    Case(
      "quoted number", accessPoint(withKey: "password: {generate: {length: ①\"32\"}}, \(delivery)"),
      "error[wrong-type]: 'length' is no whole number\nnote: write it without quotes"),
    Case(
      "fraction", accessPoint(withKey: "password: {generate: {length: ①9.5}}, \(delivery)"),
      "error[wrong-type]: 'length' is no whole number"),
    Case(
      "yes for true",
      rule("type: Private, allowedSourceIPs: [10.0.0.1]", metadata: "protected: ①yes"),
      "error[wrong-type]: 'protected' is neither 'true' nor 'false'"),
    Case(
      "list for true",
      rule("type: Private, allowedSourceIPs: [10.0.0.1]", metadata: "protected: ①[]"),
      "error[wrong-type]: 'protected' is a list, expected 'true' or 'false'"),
    Case(
      "same entry twice",
      policy(
        "scope: kst-1, roles: [CryptoServiceKeyUser, ①CryptoServiceKeyUser], resources: [key/*], networkRules: unrestricted"
      ),
      "warning[duplicate-entry]: 'CryptoServiceKeyUser' stands twice in 'roles'\nnote: m.yaml:4:30: it stands here already"
    ),
  ]

  @Test(arguments: types) func valuesOfTheWrongTypeAreReportedAtTheValue(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  static let lists = [
    Case(
      "addresses", rule("type: Private, allowedSourceIPs: ①[]"),
      "error[empty-list]: 'allowedSourceIPs' is empty, expected at least one entry\nnote: a rule without addresses lets nobody in; a policy without source address filtering says 'networkRules: unrestricted'"
    ),
    Case(
      "addresses of a VPC", rule("type: VPC, allowedSourceIPs: [{vpcId: vpc-1, ipAddresses: ①[]}]"),
      "error[empty-list]: 'ipAddresses' is empty, expected at least one entry"),
    Case(
      "roles", policy("scope: kst-1, roles: ①[], resources: [key/*], networkRules: unrestricted"),
      "error[empty-list]: 'roles' is empty, expected at least one entry"),
    Case(
      "resources",
      policy(
        "scope: kst-1, roles: [CryptoServiceKeyUser], resources: ①[], networkRules: unrestricted"),
      "error[empty-list]: 'resources' is empty, expected at least one entry"),
    Case(
      "network rules",
      policy("scope: kst-1, roles: [CryptoServiceKeyUser], resources: [key/*], networkRules: ①[]"),
      "error[empty-list]: 'networkRules' is empty, expected at least one entry\nnote: write 'networkRules: unrestricted' if no source address filtering is meant"
    ),
    Case(
      "policies", accessPoint("policies: ①[], clientKey: {\(delivery)}"),
      "error[empty-list]: 'policies' is empty, expected at least one entry"),
    Case(
      "deliveries", accessPoint(withKey: "deliverTo: ①[]"),
      "error[empty-list]: 'deliverTo' is empty, expected at least one entry\nnote: a key that is delivered nowhere is lost"
    ),
    Case(
      "command", accessPoint(withKey: "password: {fromCommand: ①[]}, \(delivery)"),
      "error[empty-list]: 'fromCommand' is empty, expected at least one entry"),
    Case(
      "waivers", rule("type: Private, allowedSourceIPs: [10.0.0.1]", metadata: "waive: ①[]"),
      "error[empty-list]: 'waive' is empty, expected at least one entry"),
  ]

  @Test(arguments: lists) func emptyListsAreRefused(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }
}
