import Testing

@Suite struct EnvelopeTests {
  static let good = "type: Private, allowedSourceIPs: [10.0.0.1]"

  static let documents = [
    Case(
      "no apiVersion", rule(good).replacing("apiVersion: kmsctl.dev/v1\n", with: "①"),
      "error[missing-key]: the document has no 'apiVersion'"),
    Case(
      "no kind",
      rule(good).replacing("apiVersion", with: "①apiVersion").replacing(
        "kind: NetworkRule\n", with: ""), "error[missing-key]: the document has no 'kind'"),
    Case(
      "empty kind", rule(good).replacing("NetworkRule", with: "①\"\""),
      "error[empty-value]: 'kind' is empty"),
    Case(
      "Kubernetes", "apiVersion: ①v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {}\n",
      "error[foreign-api-version]: apiVersion 'v1' is not known here, expected 'kmsctl.dev/v1'\nnote: manifests of other programs must stand outside the directories of 'spec.manifests'"
    ),
    Case(
      "Kubernetes group", "apiVersion: ①apps/v1\nkind: Deployment\n",
      "error[foreign-api-version]: apiVersion 'apps/v1' is not known here, expected 'kmsctl.dev/v1'\nnote: manifests of other programs must stand outside the directories of 'spec.manifests'"
    ),
    Case(
      "newer kmsctl",
      rule(good).replacing("/v1", with: "/v2").replacing("kmsctl.dev", with: "①kmsctl.dev"),
      "error[foreign-api-version]: apiVersion 'kmsctl.dev/v2' is not known here, expected 'kmsctl.dev/v1'\nnote: the manifest was written for another version of kmsctl"
    ),
    Case(
      "misspelt version", rule(good).replacing("kmsctl.dev/v1", with: "①kmsctl.de/v1"),
      "error[foreign-api-version]: apiVersion 'kmsctl.de/v1' is not known here, expected 'kmsctl.dev/v1'\nnote: did you mean 'kmsctl.dev/v1'?"
    ),
    Case(
      "version is a list", rule(good).replacing("kmsctl.dev/v1", with: "①[v1]"),
      "error[wrong-type]: 'apiVersion' is a list, expected a text"),
    Case(
      "near kind", rule(good).replacing("NetworkRule", with: "①NetworkRules"),
      "error[unknown-kind]: unknown kind 'NetworkRules', expected 'NetworkRule', 'Policy', 'ApplicationAccessPoint', 'ClientKey' or 'QuickAccess'\nnote: did you mean 'NetworkRule'?"
    ),
    Case(
      "console's word", rule(good).replacing("NetworkRule", with: "①NetworkAccessRule"),
      "error[unknown-kind]: unknown kind 'NetworkAccessRule', expected 'NetworkRule', 'Policy', 'ApplicationAccessPoint', 'ClientKey' or 'QuickAccess'\nnote: did you mean 'NetworkRule'?"
    ),
    Case(
      "far kind", rule(good).replacing("NetworkRule", with: "①Role"),
      "error[unknown-kind]: unknown kind 'Role', expected 'NetworkRule', 'Policy', 'ApplicationAccessPoint', 'ClientKey' or 'QuickAccess'"
    ),
    Case(
      "lower case kind", rule(good).replacing("NetworkRule", with: "①policy"),
      "error[unknown-kind]: unknown kind 'policy', expected 'NetworkRule', 'Policy', 'ApplicationAccessPoint', 'ClientKey' or 'QuickAccess'\nnote: did you mean 'Policy'?"
    ),
    Case(
      "stack among manifests", exampleStack.replacing("Stack", with: "①Stack"),
      "error[misplaced-stack]: a Stack stands only in kmsctl.yaml\nnote: a repository has one stack; move its settings to kmsctl.yaml"
    ),
  ]

  @Test(arguments: documents) func foreignAndUnknownDocumentsAreRefused(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test func aReferenceToADocumentOfAnUnknownKindIsNotCalledUndeclared() {
    expectDiagnostics(
      in: policy(
        "scope: kst-1, roles: [CryptoServiceKeyUser], resources: [key/*], networkRules: [r]")
        + "---\n" + privateRule("r").replacing("NetworkRule", with: "①NetworkRul"),
      [
        """
        error[unknown-kind]: unknown kind 'NetworkRul', expected 'NetworkRule', 'Policy', \
        'ApplicationAccessPoint', 'ClientKey' or 'QuickAccess'
        note: did you mean 'NetworkRule'?
        """
      ])
  }
}
