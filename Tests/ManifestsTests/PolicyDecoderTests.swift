import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct PolicyDecoderTests {
  static let key = "roles: [CryptoServiceKeyUser], resources: [key/*]"

  static let scopes = [
    Case(
      "wire word", policy("scope: ①shared, \(key), networkRules: unrestricted"),
      "error[invalid-scope]: 'shared' is no scope, expected an instance id such as 'kst-…' or 'SharedKMSGateway'\nnote: did you mean 'SharedKMSGateway'?"
    ),
    Case(
      "lower case", policy("scope: ①sharedkmsgateway, \(key), networkRules: unrestricted"),
      "error[invalid-scope]: 'sharedkmsgateway' is no scope, expected an instance id such as 'kst-…' or 'SharedKMSGateway'\nnote: did you mean 'SharedKMSGateway'?"
    ),
    Case(
      "no instance", policy("scope: ①payments, \(key), networkRules: unrestricted"),
      "error[invalid-scope]: 'payments' is no scope, expected an instance id such as 'kst-…' or 'SharedKMSGateway'"
    ),
    Case(
      "bare prefix", policy("scope: ①kst-, \(key), networkRules: unrestricted"),
      "error[invalid-scope]: 'kst-' is no scope, expected an instance id such as 'kst-…' or 'SharedKMSGateway'"
    ),
    Case(
      "key role at the shared gateway",
      policy(
        "scope: SharedKMSGateway, roles: [①CryptoServiceKeyUser], resources: [key/*], networkRules: unrestricted"
      ),
      "error[role-scope]: role 'CryptoServiceKeyUser' is of no use in scope 'SharedKMSGateway', expected 'SecretUser'\nnote: the shared gateway gives out secrets only"
    ),
    Case(
      "secret role at the shared gateway",
      policy(
        "scope: SharedKMSGateway, roles: [①CryptoServiceSecretUser], resources: [secret/a], networkRules: unrestricted"
      ),
      "error[role-scope]: role 'CryptoServiceSecretUser' is of no use in scope 'SharedKMSGateway', expected 'SecretUser'\nnote: the shared gateway gives out secrets only"
    ),
    Case(
      "shared role at an instance",
      policy(
        "scope: kst-1, roles: [①SecretUser], resources: [secret/a], networkRules: unrestricted"),
      "error[role-scope]: role 'SecretUser' is of no use in the scope of an instance, expected 'CryptoServiceSecretUser'\nnote: 'SecretUser' belongs to scope 'SharedKMSGateway'"
    ),
  ]

  @Test(arguments: scopes) func scopesAndTheirRolesAreChecked(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  static let roles = [
    Case(
      "near role",
      policy(
        "scope: kst-1, roles: [①CryptoServiceKeyUse], resources: [key/*], networkRules: unrestricted"
      ),
      "error[unknown-value]: the role is 'CryptoServiceKeyUse', expected 'CryptoServiceKeyUser', 'CryptoServiceSecretUser' or 'SecretUser'\nnote: did you mean 'CryptoServiceKeyUser'?"
    ),
    Case(
      "wire role",
      policy(
        "scope: kst-1, roles: [①RbacPermission/Template/SecretUser], resources: [secret/*], networkRules: unrestricted"
      ),
      "error[unknown-value]: the role is 'RbacPermission/Template/SecretUser', expected 'CryptoServiceKeyUser', 'CryptoServiceSecretUser' or 'SecretUser'"
    ),
    Case(
      "key role with secrets only",
      policy(
        "scope: kst-1, roles: [①CryptoServiceKeyUser], resources: [①secret/a, ①secret/b*], networkRules: unrestricted"
      ),
      "warning[role-resource]: role 'CryptoServiceKeyUser' has nothing to use: no resource starts with 'key/'",
      "warning[role-resource]: no role of this policy can use 'secret/a'\nnote: secrets need 'CryptoServiceSecretUser' or 'SecretUser'",
      "warning[role-resource]: no role of this policy can use 'secret/b*'\nnote: secrets need 'CryptoServiceSecretUser' or 'SecretUser'"
    ),
    Case(
      "secret role with keys",
      policy(
        "scope: kst-1, roles: [CryptoServiceSecretUser], resources: [secret/a, ①key/k], networkRules: unrestricted"
      ),
      "warning[role-resource]: no role of this policy can use 'key/k'\nnote: keys need 'CryptoServiceKeyUser'"
    ),
    Case(
      "shared role with keys only",
      policy(
        "scope: SharedKMSGateway, roles: [①SecretUser], resources: [①key/k], networkRules: unrestricted"
      ),
      "warning[role-resource]: role 'SecretUser' has nothing to use: no resource starts with 'secret/'",
      "warning[role-resource]: no role of this policy can use 'key/k'\nnote: keys need 'CryptoServiceKeyUser'"
    ),
  ]

  @Test(arguments: roles) func rolesMustHaveSomethingToUse(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  static let resources = [
    Case(
      "neither key nor secret", "alias/a",
      "error[invalid-resource]: 'alias/a' is no accessible resource: it starts with neither 'key/' nor 'secret/'\nnote: write 'key/<key id>' or 'secret/<secret name>'"
    ),
    Case(
      "everything", "*",
      "error[invalid-resource]: '*' is no accessible resource: it starts with neither 'key/' nor 'secret/'\nnote: write 'key/*' and 'secret/*'"
    ),
    Case(
      "ARN", "acs:kms:cn-hangzhou:1192000000000000:key/k",
      "error[invalid-resource]: 'acs:kms:cn-hangzhou:1192000000000000:key/k' is no accessible resource: it starts with neither 'key/' nor 'secret/'\nnote: leave out what stands before 'key/' or 'secret/'"
    ),
    Case(
      "nothing after the slash", "secret/",
      "error[invalid-resource]: 'secret/' is no accessible resource: nothing follows 'secret/'\nnote: write 'secret/*' if all of them are meant"
    ),
    Case(
      "wildcard inside", "secret/rds-*-ibm",
      "error[invalid-resource]: 'secret/rds-*-ibm' is no accessible resource: '*' is possible at the end only\nnote: it stands for any run of characters there"
    ),
    Case(
      "two wildcards", "secret/rds**",
      "error[invalid-resource]: 'secret/rds**' is no accessible resource: '*' is possible at the end only\nnote: it stands for any run of characters there"
    ),
    Case(
      "blank", "secret/a b",
      "error[invalid-resource]: 'secret/a b' is no accessible resource: it holds U+0020, which no secret name has\nnote: secret names have letters, digits and _ / + = . - @"
    ),
    Case(
      "capital", "Secret/a",
      "error[invalid-resource]: 'Secret/a' is no accessible resource: it starts with neither 'key/' nor 'secret/'\nnote: write 'key/<key id>' or 'secret/<secret name>'"
    ),
  ]

  @Test(arguments: resources) func resourcesAreKeysAndSecretsWithATrailingWildcard(_ example: Case)
  {
    expectDiagnostics(
      in: policy(
        "scope: kst-1, roles: [CryptoServiceKeyUser], resources: [key/k, ①'\(example.yaml)'],"
          + " networkRules: unrestricted"),
      example.expected)
  }

  @Test(arguments: ["key/*", "key/key-hzz1", "secret/rds-ibm*", "secret/acs/ram/user/ci", "key/a*"])
  func resourcesTheServiceTakesAreTaken(_ resource: String) {
    expectDiagnostics(
      in: policy(
        "scope: kst-1, roles: [CryptoServiceKeyUser, CryptoServiceSecretUser],"
          + " resources: [key/k, secret/s, \(resource)], networkRules: unrestricted"),
      [])
  }

  static let networkRules = [
    Case(
      "a word", policy("scope: kst-1, \(key), networkRules: ①everything"),
      "error[wrong-type]: 'networkRules' is a text, expected a list of names or the word 'unrestricted'"
    ),
    Case(
      "nothing", policy("scope: kst-1, \(key), networkRules: ①"),
      "error[wrong-type]: 'networkRules' has no value, expected a list of names or the word 'unrestricted'"
    ),
    Case(
      "missing", policy("scope: kst-1, \(key)").replacing("{scope", with: "①{scope"),
      "error[missing-key]: 'spec' has no 'networkRules'"),
  ]

  @Test(arguments: networkRules) func networkRulesAreNamedOrUnrestricted(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test func fortyNetworkRulesAreTakenAndOneMoreIsNot() {
    let names = (1...41).map { "shared-\($0)" }
    let list = names.prefix(40).joined(separator: ", ")
    let start = "scope: kst-1, \(Self.key), networkRules: "
    expectDiagnostics(in: policy(start + "[\(list)]"), [])
    expectDiagnostics(
      in: policy(start + "[\(list), ①shared-41]"),
      [
        """
        error[too-many-network-rules]: the policy has 41 network rules, expected at most 40
        note: one rule takes up to 800 addresses
        """
      ])
  }

  @Test func aPolicyIsDecodedWhole() throws {
    let yaml = policy(
      "scope: SharedKMSGateway, roles: [SecretUser], resources: [secret/rds-ibm*, secret/b],"
        + " networkRules: [shared-1, shared-2]", name: "p", metadata: "protected: true")
    let found = try #require(load(yaml).desired?.policies["p"])
    #expect(
      found.spec
        == PolicySpec(
          scope: .sharedGateway, roles: [.sharedSecretUser],
          resources: ["secret/rds-ibm*", "secret/b"],
          networkAccess: .rules(["shared-1", "shared-2"])))
    #expect(found.isProtected)
    #expect(found.place.description == "m.yaml:3:18")
    #expect(found.fieldPlaces["roles"]?.description == "m.yaml:4:40")
  }

  @Test func unrestrictedIsSaidInOneWord() {
    #expect(load(keyPolicy("p")).desired?.policies["p"]?.spec.networkAccess == .unrestricted)
  }
}
