import Diagnostics
import Manifests
import Testing

@Suite struct ReferenceCheckTests {
  static func using(_ rules: String, scope: String = "kst-1", role: String = "CryptoServiceKeyUser")
    -> String
  {
    let resource = role == "SecretUser" ? "secret/*" : "key/*"
    return policy(
      "scope: \(scope), roles: [\(role)], resources: [\(resource)], networkRules: [\(rules)]")
      + "---\n"
  }

  static let vpcRule = rule(
    "type: VPC, allowedSourceIPs: [{vpcId: vpc-1, ipAddresses: [10.0.0.1]}]", name: "r")
  static let publicRule = rule("type: Public, allowedSourceIPs: [203.0.113.7]", name: "r")

  static let references = [
    Case(
      "near rule", using("①payments-vcp") + privateRule("payments-vpc"),
      "error[undeclared-reference]: network rule 'payments-vcp' is not declared\nnote: m.yaml:8:18: did you mean 'payments-vpc'?"
    ),
    Case(
      "far rule", using("①office") + privateRule("payments-vpc"),
      "error[undeclared-reference]: network rule 'office' is not declared\nnote: declare it, or list 'networkrule/office' under 'spec.external' in kmsctl.yaml if others manage it"
    ),
    Case(
      "policy",
      accessPoint("policies: [p, ①q], clientKey: {\(delivery)}") + "---\n" + keyPolicy("p"),
      "error[undeclared-reference]: policy 'q' is not declared\nnote: declare it, or list 'policy/q' under 'spec.external' in kmsctl.yaml if others manage it"
    ),
    Case(
      "access point of a key",
      document("ClientKey", delivery, name: "①payments") + "---\n"
        + accessPoint(
          "policies: [p], clientKey: {deliverTo: [{directory: {path: /b}}]}", name: "payment")
        + "---\n" + keyPolicy("p"),
      "error[undeclared-reference]: access point 'payments' of this client key is not declared\nnote: m.yaml:8:18: did you mean 'payment'?"
    ),
    Case(
      "no access point at all", document("ClientKey", delivery, name: "①payments"),
      "error[undeclared-reference]: access point 'payments' of this client key is not declared\nnote: a client key takes the name of an access point of the same stack"
    ),
  ]

  @Test(arguments: references) func referencesMustBeDeclared(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test func externalReferencesNeedNoDeclaration() {
    expectDiagnostics(in: Self.using("shared-vpc"), [])
  }

  static let networkTypes = [
    Case(
      "Public at an instance", using("①r") + publicRule,
      "error[network-type-scope]: rule 'r' is of type 'Public', but the policy is scoped to an instance, expected a rule of type 'Private'\nnote: m.yaml:8:18: the rule is declared here"
    ),
    Case(
      "VPC at an instance", using("①r") + vpcRule,
      "error[network-type-scope]: rule 'r' is of type 'VPC', but the policy is scoped to an instance, expected a rule of type 'Private'\nnote: m.yaml:8:18: the rule is declared here"
    ),
    Case(
      "Private at the shared gateway",
      using("①r", scope: "SharedKMSGateway", role: "SecretUser") + privateRule("r"),
      "warning[private-rule-on-shared-gateway]: rule 'r' is of type 'Private', but the policy is scoped to the shared gateway\nnote: m.yaml:8:18: the rule is declared here"
    ),
    Case(
      "Public at the shared gateway",
      using("r", scope: "SharedKMSGateway", role: "SecretUser") + publicRule),
    Case(
      "VPC at the shared gateway",
      using("r", scope: "SharedKMSGateway", role: "SecretUser") + vpcRule),
    Case(
      "waived",
      using("r").replacing("{name: a}", with: "{name: a, waive: [network-type-scope]}") + publicRule
    ),
  ]

  @Test(arguments: networkTypes) func networkTypesFitTheScope(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  static let duplicates = [
    Case(
      "two rules", privateRule("r") + "---\n" + privateRule("①r"),
      "error[duplicate-name]: networkrule/r is declared twice\nnote: m.yaml:3:18: NetworkRule 'r' declares it here"
    ),
    Case(
      "quick access and policy",
      keyPolicy("q") + "---\n"
        + document(
          "QuickAccess", "instance: kst-1, networkRules: unrestricted, \(delivery)", name: "①q"),
      "error[duplicate-name]: policy/q is declared twice\nnote: m.yaml:3:18: Policy 'q' declares it here"
    ),
    Case(
      "policy and quick access",
      document("QuickAccess", "instance: kst-1, networkRules: unrestricted, \(delivery)", name: "q")
        + "---\n" + keyPolicy("①q"),
      "error[duplicate-name]: policy/q is declared twice\nnote: m.yaml:3:18: QuickAccess 'q' declares it here"
    ),
    Case(
      "two keys",
      accessPoint("policies: [p], clientKey: {\(delivery)}") + "---\n" + keyPolicy("p") + "---\n"
        + document("ClientKey", "deliverTo: [{directory: {path: /b}}]", name: "①a"),
      "error[duplicate-name]: clientkey/a is declared twice\nnote: m.yaml:4:34: ApplicationAccessPoint 'a' declares it here"
    ),
    Case("same name, other kind", privateRule("x") + "---\n" + keyPolicy("x")),
  ]

  @Test(arguments: duplicates) func everyNameIsDeclaredOnce(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test func aSecondDeclarationInAnotherFileIsReportedThere() {
    let found = load(files: ["b.yaml": privateRule("r"), "a.yaml": privateRule("r")])
      .report.diagnostics
    #expect(
      found.map { "\($0.location.map(\.description) ?? ""): \(text($0))" } == [
        """
        b.yaml:3:18: error[duplicate-name]: networkrule/r is declared twice
        note: a.yaml:3:18: NetworkRule 'r' declares it here
        """
      ])
  }

  @Test func twoKeysMustNotShareADirectory() {
    expectDiagnostics(
      in: accessPoint("policies: [p], clientKey: {deliverTo: [{directory: {path: keys/a}}]}")
        + "---\n" + keyPolicy("p") + "---\n"
        + accessPoint(
          "policies: [p], clientKey: {deliverTo: ①[{directory: {path: keys//a/}}]}", name: "b"),
      [
        """
        error[shared-directory]: directory 'keys//a/' also receives the client key of 'a'
        note: m.yaml:4:46: the other delivery is declared here
        """
      ])
  }

  @Test func noKeyIsDeliveredIntoAnothersDirectory() {
    expectDiagnostics(
      in: accessPoint(
        "policies: [p], clientKey: {deliverTo: ①[{directory: {path: keys/a/current}}]}")
        + "---\n" + keyPolicy("p") + "---\n"
        + accessPoint(
          "policies: [p], clientKey: {deliverTo: [{directory: {path: keys/a}}]}", name: "b")
        + "---\n"
        + accessPoint(
          "policies: [p], clientKey: {deliverTo: [{directory: {path: keys/ab}}]}", name: "c"),
      [
        """
        error[shared-directory]: directory 'keys/a/current' lies inside of 'keys/a', which receives the client key of 'b'
        note: m.yaml:14:46: the other delivery is declared here
        """
      ])
  }

  @Test func twoKeysMustNotShareASecret() {
    expectDiagnostics(
      in: accessPoint("policies: [p], clientKey: {deliverTo: [{kmsSecret: {name: s}}]}")
        + "---\n" + keyPolicy("p") + "---\n"
        + accessPoint(
          "policies: [p], clientKey: {deliverTo: ①[{kmsSecret: {name: s}}]}", name: "b"),
      [
        """
        error[shared-secret]: secret 's' also receives the client key of 'a'
        note: m.yaml:4:46: the other delivery is declared here
        """
      ])
  }

  @Test func whatTheStackIgnoresCannotBeDeclared() {
    let stack = exampleStack.replacing("external:", with: "ignore: [rule/x, policy/l*], external:")
    let yaml = MarkedYAML(keyPolicy("①legacy") + "---\n" + privateRule("y"), file: "m.yaml")
    let found = load(yaml.text, stack: stack).report.diagnostics
    #expect(
      found.map(text) == [
        """
        error[ignored-declaration]: policy/legacy is declared, but the stack ignores 'policy/l*'
        note: kmsctl.yaml:4:75: it is ignored here
        """
      ])
    #expect(found.map(\.location) == yaml.places)
  }

  @Test func afterASyntaxErrorNothingIsCalledUndeclared() {
    let found = load(files: ["a.yaml": Self.using("nowhere"), "b.yaml": "a: ["]).report.diagnostics
    #expect(found.map(\.code) == ["yaml-syntax"])
  }
}
