import Diagnostics
import KMSModel
import Manifests
import Testing

/// Keys that stand twice are refused wherever they stand, and what is overridden is still looked at.
@Suite struct MergeTests {
  static let rule = "type: Private, allowedSourceIPs: [10.0.0.1]"

  static let cases = [
    Case(
      "twice in a merge",
      document(
        "NetworkRule",
        "<<: {type: Private, allowedSourceIPs: [10.0.0.1], ①allowedSourceIPs: [10.9.0.0/16]}"),
      "error[duplicate-key]: 'allowedSourceIPs' stands twice in a mapping that 'spec' merges\nnote: m.yaml:4:28: it stands here already"
    ),
    Case(
      "two merge keys",
      document("NetworkRule", "<<: {type: Private}, ①<<: {allowedSourceIPs: [10.0.0.1]}"),
      "error[duplicate-key]: '<<' stands twice in one mapping\nnote: m.yaml:4:8: it stands here already\nnote: one merge key takes several mappings: '<<: [*one, *two]'"
    ),
    Case(
      "twice and overridden", document("NetworkRule", "\(rule), <<: {type: Public, ①type: VPC}"),
      "error[duplicate-key]: 'type' stands twice in a mapping that 'spec' merges\nnote: m.yaml:4:58: it stands here already"
    ),
    Case(
      "overridden with another shape", document("NetworkRule", "\(rule), <<: {type: ①[1]}"),
      "error[wrong-type]: 'type' is a list in a merged mapping, and a text where it counts\nnote: m.yaml:4:14: this value counts"
    ),
    Case(
      "overridden with a mapping", document("NetworkRule", "\(rule), <<: {type: ①{a: b}}"),
      "error[wrong-type]: 'type' is a mapping in a merged mapping, and a text where it counts\nnote: m.yaml:4:14: this value counts"
    ),
    Case(
      "twice in what is overridden",
      document("NetworkRule", "\(rule), <<: {allowedSourceIPs: [{a: 1, ①a: 2}]}"),
      "error[duplicate-key]: a key stands twice in a mapping that is overridden\nnote: m.yaml:4:78: it stands here already"
    ),
    Case(
      "unknown in a merge", document("NetworkRule", "\(rule), <<: {①typo: 1}"),
      "error[unknown-key]: unknown key 'typo' in 'spec'\nnote: did you mean 'type'?"),
    Case(
      "quoted", document("NetworkRule", "\(rule), ①\"<<\": {type: VPC}"),
      "error[unknown-key]: unknown key '<<' in 'spec'\nnote: expected 'type' or 'allowedSourceIPs'"),
    Case(
      "through an alias",
      document(
        "NetworkRule", "<<: &a {type: Private, ①type: Public}, allowedSourceIPs: [10.0.0.1]"),
      "error[duplicate-key]: 'type' stands twice in a mapping that 'spec' merges\nnote: m.yaml:4:16: it stands here already"
    ),
    Case(
      "in a nested merge",
      document(
        "NetworkRule", "<<: {<<: {type: Private, ①type: Public}, allowedSourceIPs: [10.0.0.1]}"),
      "error[duplicate-key]: 'type' stands twice in a mapping that 'spec' merges\nnote: m.yaml:4:18: it stands here already"
    ),
  ]

  @Test("B8: keys that stand twice in and through merges", arguments: cases)
  func b8(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test("B8: what a merge brings and the document overrides is no repeat") func b8Override() {
    let loaded = load(
      document(
        "NetworkRule",
        "type: Private, <<: [{type: VPC, allowedSourceIPs: [10.0.0.1]}, {type: Public}]"))
    #expect(loaded.report.diagnostics.map(text) == [])
    #expect(loaded.desired?.networkRules["a"]?.spec.type == .privateNetwork)
  }

  @Test("B8: a password in what is overridden is covered") func b8Password() {
    let yaml = accessPoint(
      withKey: "password: {generate: {}}, <<: {password: Hunter2-Me-9}, \(delivery)")
    let loaded = load(yaml)
    #expect(loaded.report.diagnostics.map(\.code) == ["wrong-type"])
    #expect(!"\(loaded.report)".contains("Hunter2"))
  }
}
