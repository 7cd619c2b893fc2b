import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct AccessPointDecoderTests {
  static let cases = [
    Case(
      "RAM role",
      accessPoint("authenticationMethod: ①RAMRole, policies: [p]") + "---\n" + keyPolicy("p"),
      "error[ram-role]: authenticationMethod 'RAMRole' is reserved until its form at the service is known\nnote: use 'ClientKey', or leave such access points to the console with 'spec.ignore'"
    ),
    Case(
      "RAM role with a client key",
      accessPoint("authenticationMethod: ①RAMRole, policies: [p], clientKey: ①{\(delivery)}")
        + "---\n" + keyPolicy("p"),
      "error[ram-role]: authenticationMethod 'RAMRole' is reserved until its form at the service is known\nnote: use 'ClientKey', or leave such access points to the console with 'spec.ignore'",
      "error[ram-role]: an access point with a RAM role has no client key"),
    Case(
      "ramRole",
      accessPoint("policies: [p], ①ramRole: {type: ECS, name: r}, clientKey: {\(delivery)}")
        + "---\n" + keyPolicy("p"),
      "error[not-available]: 'ramRole' is reserved until its form at the service is known"),
    Case(
      "unknown method",
      accessPoint("authenticationMethod: ①clientKey, policies: [p], clientKey: {\(delivery)}")
        + "---\n" + keyPolicy("p"),
      "error[unknown-value]: 'authenticationMethod' is 'clientKey', expected 'ClientKey'\nnote: did you mean 'ClientKey'?"
    ),
    Case(
      "without a client key",
      accessPoint("policies: [p]").replacing("{name: a", with: "{name: ①a") + "---\n"
        + keyPolicy("p"),
      "warning[access-point-without-key]: access point 'a' has no client key\nnote: add 'clientKey' to its spec, or a ClientKey document of the same name"
    ),
    Case(
      "four policies",
      accessPoint("policies: [p, q, r, ①s], clientKey: {\(delivery)}")
        + ["p", "q", "r", "s"].map { "---\n" + keyPolicy($0) }.joined(),
      "error[too-many-policies]: the access point has 4 policies, expected at most 3\nnote: one policy may name many keys and secrets of its scope"
    ),
    Case(
      "client key is a list",
      accessPoint("policies: [p], clientKey: ①[]") + "---\n" + keyPolicy("p"),
      "error[wrong-type]: 'clientKey' is a list, expected a mapping"),
    Case(
      "misspelt password beside the client key",
      accessPoint("policies: [p], ①pasword: x, clientKey: {\(delivery)}") + "---\n"
        + keyPolicy("p"),
      "error[unknown-key]: unknown key 'pasword' in 'spec'\nnote: expected 'policies', 'authenticationMethod' or 'clientKey'"
    ),
  ]

  @Test(arguments: cases) func accessPointsAreChecked(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test func anAccessPointIsDecodedWithItsKey() throws {
    let yaml = """
      apiVersion: kmsctl.dev/v1
      kind: ApplicationAccessPoint
      metadata: {name: api, description: "the API"}
      spec:
        policies: [p, q]
        clientKey:
          validity: 26w
          rotation: {renewBefore: 20%, overlap: 30d}
          password: {fromEnv: KMS_PASSWORD}
          deliverTo:
            - directory: {path: delivered/api, ephemeral: accepted}
      ---

      """
    let desired = try #require(load(yaml + keyPolicy("p") + "---\n" + keyPolicy("q")).desired)
    let accessPoint = try #require(desired.accessPoints["api"])
    #expect(
      accessPoint.spec == AccessPointSpec(authenticationMethod: .clientKey, policies: ["p", "q"]))
    #expect(accessPoint.description == "the API")
    #expect(accessPoint.fieldPlaces["policies"]?.description == "m.yaml:5:13")
    let key = try #require(desired.clientKeys["api"])
    #expect(
      key.spec
        == ClientKeySpec(
          validity: TimeSpan(26, .weeks),
          rotation: RotationSpec(renewBefore: .percent(20), overlap: TimeSpan(30, .days)),
          password: .fromEnv("KMS_PASSWORD"),
          destinations: [.directory(path: "delivered/api", isEphemeralAccepted: true)]))
    #expect(key.place.description == "m.yaml:7:5")
    #expect(key.fieldPlaces["validity"]?.description == "m.yaml:7:15")
  }
}
