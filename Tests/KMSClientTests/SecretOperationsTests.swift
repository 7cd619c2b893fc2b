import HTTPTransport
import KMSClient
import KMSModel
import Secrets
import Testing

/// The operations on secrets, to the letter of the official SDK's models.
@Suite struct SecretOperationsTests {
  private static let value = #"{"password":"Planted 1+/=&"}"#

  @Test(arguments: [ParameterPlacement.formBody, .query])
  func aValueIsNeverInAURL(placement: ParameterPlacement) async throws {
    let transport = FakeTransport([stored("KAAP.1"), stored("KAAP.2")])
    let client = try client(transport, placement: placement)
    try await client.createSecret(
      NewKMSSecret(
        name: "orders/key", description: "d", instance: "kst-1", encryptionKey: "key-1"),
      version: "KAAP.1", value: Secret(Self.value))
    try await client.putSecretValue("orders/key", version: "KAAP.2", value: Secret(Self.value))
    let requests = await transport.requests
    #expect(requests.map { $0.header("x-acs-action") } == ["CreateSecret", "PutSecretValue"])
    #expect(requests.allSatisfy { !$0.url.contains("?") })
    #expect(
      requests.map(\.form) == [
        [
          "SecretName": "orders/key", "Description": "d", "DKMSInstanceId": "kst-1",
          "EncryptionKeyId": "key-1", "VersionId": "KAAP.1", "SecretData": Self.value,
          "SecretDataType": "text",
        ],
        [
          "SecretName": "orders/key", "VersionId": "KAAP.2", "SecretData": Self.value,
          "SecretDataType": "text",
        ],
      ])
  }

  private func stored(_ version: String, of name: String = "orders/key") -> FakeTransport.Answer {
    .ok(#"{"RequestId":"r","SecretName":"\#(name)","VersionId":"\#(version)"}"#)
  }

  @Test func onlyTheStoreIsRepeatedByItself() async throws {
    let creating = FakeTransport([.lost(.timedOut, sent: true), stored("v", of: "s")])
    let service = try client(creating)
    let failure = await failure { () async throws(KMSFailure) in
      try await service.createSecret(
        NewKMSSecret(name: "s", description: "", instance: "kst-1", encryptionKey: "k"),
        version: "v", value: Secret("x"))
    }
    #expect(failure?.mayHaveHappened == true)
    #expect(await creating.requests.count == 1)

    let storing = FakeTransport([.lost(.timedOut, sent: true), stored("v", of: "s")])
    try await client(storing).putSecretValue("s", version: "v", value: Secret("x"))
    #expect(await storing.requests.count == 2)
  }

  @Test func aSecretIsDescribedWithoutItsValue() async throws {
    let transport = FakeTransport([
      .ok(
        #"{"RequestId":"r","SecretName":"s","SecretType":"Generic","Description":"d","DKMSInstanceId":"kst-1","#
          + #""PlannedDeleteTime":null,"RotationInterval":0}"#),
      .refusal(404, "Forbidden.ResourceNotFound"),
    ])
    let client = try client(transport)
    #expect(
      try await client.describeSecret("s")
        == KMSSecret(
          name: "s", type: "Generic", description: "d", instance: "kst-1", plannedDeletion: ""))
    let failure = await failure { () async throws(KMSFailure) in
      try await client.describeSecret("t")
    }
    #expect(failure?.kind == .notFound)
  }

  @Test func versionsComePageByPage() async throws {
    let full = (0..<100).map { #"{"VersionId":"v\#($0)","VersionStages":{"VersionStage":[]}}"# }
    let transport = FakeTransport([
      .page(
        #""SecretName":"s","TotalCount":101,"VersionIds":{"VersionId":["#
          + full.joined(separator: ",") + "]}"),
      .ok(
        #"{"RequestId":"r","SecretName":"s","PageNumber":2,"PageSize":100,"TotalCount":101,"#
          + #""VersionIds":{"VersionId":[{"VersionId":"last","VersionStages":{"VersionStage":"#
          + #"["ACSCurrent","mine"]}}]}}"#),
    ])
    let versions = try await client(transport).secretVersions("s")
    #expect(versions.count == 101)
    #expect(versions.last == KMSSecretVersion(id: "last", stages: ["ACSCurrent", "mine"]))
    #expect(versions.filter(\.isCurrent).map(\.id) == ["last"])
    let requests = await transport.requests
    #expect(requests.count == 2)
    #expect(requests.allSatisfy { $0.url.contains("IncludeDeprecated=true") })
  }

  @Test func aValueOfAnotherVersionIsNotTaken() async throws {
    let transport = FakeTransport([
      .ok(#"{"RequestId":"r","SecretName":"s","VersionId":"v1","SecretData":"planted"}"#)
    ])
    let client = try client(transport)
    #expect(try await client.secretValue("s", version: "v1") == Secret("planted"))
    let failure = await failure { () async throws(KMSFailure) in
      try await client.secretValue("s", version: "v2")
    }
    #expect(failure?.kind == .malformedAnswer)
    #expect(failure?.description.contains("planted") == false)
  }
}
