import Cryptography
import KMSModel
import Secrets
import Testing

@testable import KMSSandbox

@Suite struct SandboxRoutesTests {
  @Test func theWholeAnswerOfADescribedRule() async throws {
    let client = try await SandboxClient()
    let found = try #require(await client.response("DescribeNetworkRule", ["Name": "console-made"]))
    let body = try #require(WireJSON(text: found.body))
    let id = try #require(body["RequestId"]?.stringValue)
    #expect(found.status == 200)
    #expect(found.headers["Date"] == "Mon, 23 Nov 2026 12:00:00 GMT")
    #expect(
      found.body
        == #"{"RequestId":"\#(id)","Arn":"acs:kms:cn-hangzhou:1192000000000000:network/"#
        + #"console-made","Type":"Private","Description":"made in the console","#
        + #""SourcePrivateIp":"[\"192.168.40.0/24\"]"}"#)
  }

  @Test func theWholeAnswerOfADescribedPolicy() async throws {
    let client = try await SandboxClient()
    let found = try #require(await client.response("DescribePolicy", ["Name": "console-made"]))
    let id = try #require(WireJSON(text: found.body)?["RequestId"]?.stringValue)
    #expect(
      found.body
        == #"{"RequestId":"\#(id)","Arn":"acs:kms:cn-hangzhou:1192000000000000:policy/"#
        + #"console-made","Name":"console-made","Description":"made in the console","#
        + #""KmsInstance":"kst-hzz62ee817bvyyr5x0000","Permissions":["#
        + #""RbacPermission/Template/CryptoServiceSecretUser"],"Resources":["secret/batch-s3"],"#
        + #""AccessControlRules":"{\"NetworkRules\":[\"console-made\"]}"}"#)
  }

  @Test func anErrorHasTheFieldsOfBothForms() async throws {
    let client = try await SandboxClient()
    let found = try #require(await client.response("DescribePolicy", ["Name": "none"]))
    let id = try #require(WireJSON(text: found.body)?["RequestId"]?.stringValue)
    #expect(found.status == 404)
    #expect(
      found.body
        == #"{"RequestId":"\#(id)","HostId":"127.0.0.1:1","HttpStatus":404,"#
        + #""Code":"Forbidden.ResourceNotFound","Message":"Resource not found.","#
        + #""Recommend":"https://api.aliyun.com/troubleshoot?q=Forbidden.ResourceNotFound"#
        + #"&product=Kms"}"#)
  }

  @Test func everyOperationIsKnownUnderItsVersionOnly() async throws {
    let client = try await SandboxClient()
    for operation in Operation.allCases {
      let code = try await client.code(operation.rawValue)
      #expect(code != "InvalidApi.NotFound" && code != "InvalidVersion")
      #expect(code != "InternalFailure" && code != "UnsupportedHTTPMethod")
    }
    #expect(try await client.code("InventPolicy") == "InvalidApi.NotFound")
    var identity = client.request("GetCallerIdentity")
    identity.headers["x-acs-version"] = "2016-01-20"
    guard case .response(let response) = await client.routes.answer(identity) else { return }
    #expect(WireJSON(text: response.body)?["Code"]?.stringValue == "InvalidApi.NotFound")
  }

  @Test func listsOfInterestHaveTheirDefaults() async throws {
    let client = try await SandboxClient()
    let policies = try await client.call("ListPolicies").body
    #expect(policies["PageSize"]?.intValue == 20)
    #expect(policies["Policies"]?["Policy"]?.text == #"[{"Name":"console-made"}]"#)
    let keys = try await client.call("ListKeys").body
    #expect(keys["PageSize"]?.intValue == 10)
    #expect(keys["TotalCount"]?.intValue == 4)
  }

  @Test(arguments: ["PageSize=0", "PageSize=101", "PageNumber=0", "PageNumber=x"])
  func pagesOutsideTheRangeAreRefused(text: String) async throws {
    let parts = text.split(separator: "=").map(String.init)
    let client = try await SandboxClient()
    #expect(try await client.code("ListPolicies", [parts[0]: parts[1]]) == "InvalidParameter")
  }

  @Test func whatIsNotSentStaysAndWhatIsSentEmptyGoes() async throws {
    let client = try await SandboxClient()
    let name = ["Name": "console-made"]
    _ = try await client.call(
      "UpdatePolicy", name.merging(["Resources": #"["key/*"]"#]) { $1 })
    var policy = try await client.call("DescribePolicy", name).body
    #expect(policy["Resources"]?.stringList == ["key/*"])
    #expect(policy["Description"]?.stringValue == "made in the console")
    #expect(policy["AccessControlRules"]?.stringValue == #"{"NetworkRules":["console-made"]}"#)
    _ = try await client.call(
      "UpdatePolicy", name.merging(["Description": "", "AccessControlRules": ""]) { $1 })
    policy = try await client.call("DescribePolicy", name).body
    #expect(policy["Description"]?.stringValue == "")
    #expect(policy["AccessControlRules"]?.stringValue == "")
  }

  @Test(arguments: [
    ["Name": "a/b", "Type": "Private"], ["Name": "x", "Type": "Private", "SourcePrivateIp": "1"],
    ["Name": "x", "Type": "Other"],
    ["Name": "x", "Type": "Private", "SourcePrivateIp": #"["fd00::1"]"#],
  ])
  func malformedRulesAreRefused(parameters: [String: String]) async throws {
    let client = try await SandboxClient()
    #expect(try await client.code("CreateNetworkRule", parameters) == "InvalidParameter")
  }

  @Test func countsAreLimitedWhereAsked() async throws {
    var options = SandboxOptions()
    let known = ["network-rules", "policies", "access-points", "unknown"].map {
      options.quotas.set($0, to: 1)
    }
    #expect(known == [true, true, true, false])
    let client = try await SandboxClient(options)
    let rule = try await client.code("CreateNetworkRule", ["Name": "x", "Type": "Private"])
    #expect(rule == "Rejected.LimitExceeded")
    let policy = try await client.code(
      "CreatePolicy", ["Name": "x", "Permissions": "[]", "Resources": "[]"])
    #expect(policy == "Rejected.LimitExceeded")
    let point = try await client.code(
      "CreateApplicationAccessPoint", ["Name": "x", "Policies": #"["p"]"#])
    #expect(point == "Rejected.LimitExceeded")
  }

  @Test func theDateOfASignatureHasAQuarterOfAnHour() async throws {
    let request = try await SandboxClient().request("ListPolicies")
    for (seconds, code) in [(900, nil), (-900, nil), (901, "InvalidTimeStamp.Expired")] {
      let now = SandboxClient.noon.adding(seconds: Int64(seconds))
      let client = try await SandboxClient(now: now)
      #expect(try await client.code("ListPolicies") == code)
    }
    #expect(request.headers["x-acs-date"] == "2026-11-23T12:00:00Z")
  }

  @Test func aMovedClockMovesTheAnswerButNotTheCheckOfDates() async throws {
    let client = try await SandboxClient()
    _ = try await client.admin("clock", #"{"freeze":"2027-01-01T00:00:00Z"}"#)
    var found = try #require(await client.response("ListPolicies"))
    #expect(found.status == 200)
    #expect(found.headers["Date"] == "Fri, 01 Jan 2027 00:00:00 GMT")
    _ = try await client.admin("clock", #"{"advanceSeconds":61}"#)
    found = try #require(await client.response("ListPolicies"))
    #expect(found.headers["Date"] == "Fri, 01 Jan 2027 00:01:01 GMT")
    _ = try await client.admin("clock", #"{"run":true}"#)
    found = try #require(await client.response("ListPolicies"))
    #expect(found.headers["Date"] == "Mon, 23 Nov 2026 12:00:00 GMT")
  }

  @Test func aRepeatedRequestIsRefused() async throws {
    let client = try await SandboxClient()
    let request = client.request("ListPolicies")
    _ = await client.routes.answer(request)
    guard case .response(let response) = await client.routes.answer(request) else { return }
    #expect(WireJSON(text: response.body)?["Code"]?.stringValue == "SignatureNonceUsed")
  }

  @Test func aClientKeyOpensAndItsDatesCanBeRounded() async throws {
    var options = SandboxOptions()
    options.roundsDates = true
    let client = try await SandboxClient(options)
    let made = try await client.call(
      "CreateClientKey",
      [
        "AapName": "console-made", "Password": "Passw0rd-1", "NotBefore": "2026-01-02T03:04:05Z",
        "NotAfter": "2026-02-02T03:04:59Z",
      ]
    ).body
    #expect(made["NotAfter"]?.stringValue == "2026-02-02T03:04:00Z")
    let container = Secret(made["PrivateKeyData"]?.stringValue ?? "")
    let contents = try PKCS12.open(container, password: Secret("Passw0rd-1"))
    #expect(contents.hasPrivateKey)
    let listed = try await client.call("ListClientKeys", ["AapName": "console-made"]).body
    guard case .array(let keys)? = listed["ClientKeys"] else { return }
    #expect(keys.map { $0["PublicKeyData"]?.stringValue } == [contents.certificatePEM])
  }

  /// On a busy machine four calls may happen to follow one another, so there are several rounds.
  @Test func clientKeysAreMadeSideBySide() async throws {
    var options = SandboxOptions()
    options.quotas.clientKeysPerAccessPoint = 80
    let client = try await SandboxClient(options)
    let values = ["AapName": "console-made", "Password": "Passw0rd-1"]
    var most = 0
    for _ in 1...20 where most < 2 {
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask { try await client.call("CreateClientKey", values).status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses == [200, 200, 200, 200])
      most = try await client.admin("status").body["maximumConcurrentCalls"]?.intValue ?? 0
    }
    #expect(most > 1)
  }

  @Test("B7: an access point takes three client keys, and those that have ended count")
  func threeClientKeysUnlessToldOtherwise() async throws {
    let client = try await SandboxClient()
    let values = ["AapName": "console-made", "Password": "Passw0rd-1"]
    for _ in 0..<3 { #expect(try await client.call("CreateClientKey", values).status == 200) }
    _ = try await client.admin("clock", #"{"freeze":"2099-01-01T00:00:00Z"}"#)
    let refused = try await client.call("CreateClientKey", values)
    #expect(refused.status == 400)
    #expect(refused.body["Code"]?.stringValue == "Rejected.LimitExceeded")
  }
}
