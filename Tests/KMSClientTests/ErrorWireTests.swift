import Testing

@testable import KMSClient

struct ErrorWireTests {
  @Test(arguments: [
    #"{"HttpStatus":429,"Code":"C","Message":"M","RequestId":"R"}"#,
    #"{"RequestId":"R","HostId":"h","Recommend":"https://x","Code":"C","Message":"M"}"#,
    #"{"code":"C","message":"M","requestId":"R","AccessDeniedDetail":null}"#,
    "<?xml version='1.0'?><Error><RequestId>R</RequestId><Code>C</Code><Message>M</Message></Error>",
    "<KMS><Code>C</Code><Message>M</Message><RequestId>R</RequestId></KMS>",
  ])
  func everyFormIsRead(body: String) throws {
    let wire = try #require(ErrorWire(Array(body.utf8)))
    #expect(wire.code == "C")
    #expect(wire.message == "M")
    #expect(wire.requestID == "R")
  }

  @Test func aDenialSaysWhatItNeeded() {
    let body = """
      {"Code":"NoPermission","Message":"denied","AccessDeniedDetail":{"AuthAction":"kms:ListPolicies",
      "NoPermissionType":"ImplicitDeny"}}
      """
    #expect(
      ErrorWire(Array(body.utf8))?.message == "denied (needs kms:ListPolicies, ImplicitDeny)")
  }

  @Test(arguments: [
    "", "<html><title>502</title></html>", "[]", "{}", #"{"Code":""}"#, "<Error></Error>",
  ])
  func anythingElseIsNotTheServices(body: String) {
    #expect(ErrorWire(Array(body.utf8)) == nil)
  }
}
