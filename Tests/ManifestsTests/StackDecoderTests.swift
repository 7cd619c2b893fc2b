import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct StackDecoderTests {
  static func stack(
    _ spec: String = "", metadata: String = "name: payments, uid: 7f3c1a",
    account: String = "\"1192000000000000\"", region: String = "cn-hangzhou"
  ) -> String {
    """
    apiVersion: kmsctl.dev/v1
    kind: Stack
    metadata: {\(metadata)}
    spec: {account: \(account), region: \(region)\(spec.isEmpty ? "" : ", " + spec)}

    """
  }

  private static func notOneKey(_ name: String, _ entry: String) -> Case {
    Case(
      name, stack("external: [networkrule/shared-*, ①'\(entry)']"),
      "error[invalid-pattern]: '\(entry)' does not name one client key, expected its full id, such as 'clientkey/KAAP.9c4e21b7-0000-4000-8000-000000000000'\nnote: each key that others made is accepted by itself; 'kmsctl key list' shows the ids"
    )
  }

  static let cases = [
    Case(
      "empty file", "①# nothing\n",
      "error[missing-stack]: kmsctl.yaml holds no Stack\nnote: 'kmsctl init' writes one"),
    Case(
      "no name and uid", stack(metadata: "").replacing("{}", with: "①①{}"),
      "error[missing-key]: 'metadata' has no 'name'", "error[missing-key]: 'metadata' has no 'uid'"),
    Case(
      "bad name", stack(metadata: "name: ①a.b, uid: 7f3c1a"),
      "error[invalid-owner]: 'name' is 'a.b', expected 1 to 63 letters, digits, '_' and '-'"),
    Case(
      "long uid", stack(metadata: "name: a, uid: ①" + String(repeating: "u", count: 64)),
      "error[invalid-owner]: 'uid' is 'uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu', expected 1 to 63 letters, digits, '_' and '-'"
    ),
    Case(
      "missing account and region",
      stack().replacing(#"{account: "1192000000000000", region: cn-hangzhou}"#, with: "①①{}"),
      "error[missing-key]: 'spec' has no 'account'", "error[missing-key]: 'spec' has no 'region'"),
    Case(
      "account with dashes", stack(account: "①1192-0000-0000-0000"),
      "error[invalid-account]: account '1192-0000-0000-0000' is no account id, expected digits only\nnote: 'kmsctl whoami' shows the account of your credentials"
    ),
    Case(
      "account of another length", stack(account: "①'12345'"),
      "warning[unusual-account]: account '12345' has 5 digits, account ids have 16\nnote: 'kmsctl whoami' shows the account of your credentials"
    ),
    Case(
      "misspelt region", stack(region: "①cn-hangzou"),
      "warning[unknown-region]: region 'cn-hangzou' is not known to this version\nnote: did you mean 'cn-hangzhou'?"
    ),
    Case(
      "new region", stack(region: "①xx-nowhere-7"),
      "warning[unknown-region]: region 'xx-nowhere-7' is not known to this version"),
    Case(
      "host name as region", stack(region: "①evil.example/x"),
      "error[invalid-region]: 'evil.example/x' is no region, expected one such as 'cn-hangzhou'"),
    Case(
      "ownership", stack("ownership: ①None"),
      "error[unknown-value]: 'ownership' is 'None', expected 'marker' or 'none'\nnote: did you mean 'none'?"
    ),
    Case(
      "no manifests", stack("manifests: ①[]"),
      "error[empty-list]: 'manifests' is empty, expected at least one entry"),
    Case(
      "pattern without kind", stack("external: [①shared-*]"),
      "error[invalid-pattern]: 'shared-*' is no address pattern, expected one such as 'networkrule/shared-*'\nnote: the kinds are networkrule, policy, applicationaccesspoint (or aap) and clientkey"
    ),
    Case(
      "pattern of unknown kind", stack("ignore: [①role/x]"),
      "error[invalid-pattern]: 'role/x' is no address pattern, expected one such as 'networkrule/shared-*'\nnote: the kinds are networkrule, policy, applicationaccesspoint (or aap) and clientkey"
    ),
    notOneKey("F5: a pattern of accepted keys", "clientkey/*"),
    notOneKey("F5: a pattern in an accepted key's id", "clientkey/KAAP.9c4e21b7-*"),
    notOneKey("F5: a short id as an accepted key", "key/KAAP.9c4e21b7"),
    notOneKey("F5: an access point as an accepted key", "clientkey/payments-api"),
    notOneKey(
      "F5: an accepted key that is too long", "clientkey/KAAP.9c4e21b7-0000-4000-8000-0000000000000"
    ),
    notOneKey(
      "F5: an accepted key in other letters", "clientkey/KAAP.9c4e21b7-0000-4000-8000-00000000000g"),
    Case(
      "deletes", stack("safety: {maxDeletes: ①-1}"),
      "error[wrong-type]: 'maxDeletes' is no whole number"),
    Case(
      "percent", stack("safety: {maxChangePercent: ①101}"),
      "error[out-of-range]: 'maxChangePercent' is 101, expected 0 to 100"),
    Case(
      "unknown safety", stack("safety: {①maxDelete: 1}"),
      "error[unknown-key]: unknown key 'maxDelete' in 'safety'\nnote: did you mean 'maxDeletes'?"),
    Case(
      "endpoint", stack("①endpoint: kms.example.com"),
      "error[unknown-key]: unknown key 'endpoint' in 'spec'\nnote: expected 'account', 'region', 'manifests', 'ownership', 'external', 'ignore', 'safety' or 'keys'"
    ),
    Case(
      "policy beside the stack",
      stack() + "---\n" + keyPolicy("p").replacing("Policy", with: "①Policy"),
      "error[misplaced-manifest]: kmsctl.yaml holds the Stack and nothing else, found 'Policy'\nnote: move it to a file below one of the 'spec.manifests'"
    ),
    Case(
      "second stack", stack() + "---\n" + stack().replacing("Stack", with: "①Stack"),
      "error[second-stack]: a second Stack in kmsctl.yaml, expected one\nnote: kmsctl.yaml:2:7: the first one is here"
    ),
    Case("syntax error", "a: [\n①", "error[yaml-syntax]: expected a value here"),
  ]

  @Test(arguments: cases) func theStackIsChecked(_ example: Case) {
    expectStackDiagnostics(in: example.yaml, example.expected)
  }

  @Test func f5AcceptedKeysAreExactIdsWithTheirPlaces() {
    let id = "KAAP.9c4e21b7-0000-4000-8000-00000000000a"
    let loaded = load(
      files: [:], stack: Self.stack("external: [networkrule/shared-*, clientkey/\(id)]"))
    #expect(loaded.report.diagnostics == [])
    #expect(loaded.stack?.external == AddressPatternList(["networkrule/shared-*"]))
    #expect(loaded.stack?.acceptedKeys.map(\.value) == [id])
    #expect(loaded.stack?.acceptedKeys.first?.location.line == 4)
  }

  @Test func aStackIsDecodedWhole() {
    let yaml = Self.stack(
      """
      manifests: [a/, b.yaml], ownership: none, external: [networkrule/shared-*, aap/x],
        ignore: [policy/legacy-*], safety: {maxDeletes: 0, maxChangePercent: 50, minExisting: 7},
        keys: {maxIssuesPerRun: 12, issuedBy: rotate}
      """)
    let loaded = load(files: [:], stack: yaml)
    #expect(loaded.report.diagnostics == [])
    #expect(
      loaded.stack
        == StackSpec(
          owner: Owner(stack: "payments", uid: "7f3c1a"), account: "1192000000000000",
          region: "cn-hangzhou", manifestPaths: ["a/", "b.yaml"], ownership: .none,
          external: AddressPatternList(["networkrule/shared-*", "aap/x"]),
          ignore: AddressPatternList(["policy/legacy-*"]),
          safety: .init(maximumDeletes: 0, maximumChangePercent: 50, minimumExisting: 7),
          keys: .init(issuedBy: .rotate, maximumIssuesPerRun: 12)))
    #expect(loaded.documentCounts == [.stack: 1])
  }

  @Test func whatIsNotSaidHasItsDefault() {
    let loaded = load(files: [:], stack: Self.stack(account: "1192000000000000"))
    #expect(
      loaded.stack
        == StackSpec(
          owner: Owner(stack: "payments", uid: "7f3c1a"), account: "1192000000000000",
          region: "cn-hangzhou", manifestPaths: ["manifests/"]))
  }

  @Test func aStackWithAnErrorIsNoStack() {
    let loaded = load(files: [:], stack: Self.stack(region: "X"))
    #expect(loaded.stack == nil)
    #expect(loaded.desired == nil)
  }
}
