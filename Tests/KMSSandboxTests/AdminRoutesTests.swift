import Testing

@testable import KMSSandbox

@Suite struct AdminRoutesTests {
  @Test func anEditIsWhatTheServiceThenSays() async throws {
    let client = try await SandboxClient()
    let edits = [
      #"{"address":"policy/console-made","set":{"Resources":"key/*, secret/*"}}"#,
      #"{"address":"policy/console-made","set":{"Permissions":"[\"Odd/Role\"]"}}"#,
      #"{"address":"policy/console-made","set":{"AccessControlRules":"a,b"}}"#,
      #"{"address":"networkrule/console-made","set":{"SourcePrivateIp":["fd00::/8"]}}"#,
      #"{"address":"aap/console-made","set":{"Policies":"one,two"}}"#,
      #"{"address":"instance/kst-hzz65f0aa93cdw1e0001","set":{"Status":"Connecting"}}"#,
    ]
    for edit in edits { #expect(try await client.admin("edit", edit).status == 200) }
    let policy = try await client.call("DescribePolicy", ["Name": "console-made"]).body
    #expect(policy["Resources"]?.stringList == ["key/*", "secret/*"])
    #expect(policy["Permissions"]?.stringList == ["Odd/Role"])
    #expect(policy["AccessControlRules"]?.stringValue == #"{"NetworkRules":["a","b"]}"#)
    let rule = try await client.call("DescribeNetworkRule", ["Name": "console-made"]).body
    #expect(rule["SourcePrivateIp"]?.stringValue == #"["fd00::/8"]"#)
    let point = try await client.call("DescribeApplicationAccessPoint", ["Name": "console-made"])
    #expect(point.body["Policies"]?.stringValue == #"["one","two"]"#)
    let instance = try await client.call(
      "GetKmsInstance", ["KmsInstanceId": "kst-hzz65f0aa93cdw1e0001"])
    #expect(instance.body["KmsInstance"]?["Status"]?.stringValue == "Connecting")
  }

  @Test func manyEditsAreOneChange() async throws {
    let client = try await SandboxClient()
    let status = try await client.admin(
      "edit",
      """
      {"edits":[{"address":"rule/a","create":{"SourcePrivateIp":"10.0.0.1"}},
      {"address":"policy/a","create":{"Description":"x"}},
      {"address":"policy/console-made","delete":true}]}
      """
    ).body
    #expect(status["objects"]?["networkrule"]?.intValue == 2)
    #expect(status["objects"]?["policy"]?.intValue == 1)
    let failed = try await client.admin(
      "edit",
      """
      {"edits":[{"address":"rule/b","create":{}},{"address":"policy/none","delete":true}]}
      """)
    #expect(failed.status == 404)
    let after = try await client.admin("status").body
    #expect(after["objects"]?["networkrule"]?.intValue == 2)
  }

  @Test func clientKeysOfOthersComeAndGo() async throws {
    let client = try await SandboxClient()
    let edit = #"{"address":"clientkey/console-made","create":{"NotAfter":"2027-01-01T00:00:00Z"}}"#
    #expect(try await client.admin("edit", edit).status == 200)
    let listed = try await client.call("ListClientKeys", ["AapName": "console-made"]).body
    guard case .array(let keys)? = listed["ClientKeys"] else { return }
    #expect(keys.map { $0["NotAfter"]?.stringValue } == ["2027-01-01T00:00:00Z"])
    let gone = #"{"address":"aap/console-made","delete":true}"#
    let status = try await client.admin("edit", gone).body
    #expect(status["objects"]?["clientkey"]?.intValue == 0)
  }

  @Test(arguments: [
    (#"{"address":"policy"}"#, 400, "give an address, for example policy/payments"),
    (#"{"address":"policy/x"}"#, 400, "nothing to do: give set, create or delete"),
    (#"{"address":"policy/none","set":{}}"#, 404, "no policy/none"),
    (
      #"{"address":"policy/console-made","create":{}}"#, 409, "policy/console-made is there already"
    ),
    (
      #"{"address":"rule/console-made","set":{"Sources":"x"}}"#, 400,
      "'Sources' is not one of Description, SourcePrivateIp, Type"
    ),
    (#"{"address":"cat/x","delete":true}"#, 400, "'cat' is no kind of object that can be edited"),
    ("[1]", 400, "the body is not a JSON object"),
  ])
  func otherEditsAreRefused(body: String, status: Int, message: String) async throws {
    let answer = try await SandboxClient().admin("edit", body)
    #expect(answer.status == status)
    #expect(answer.body["error"]?.stringValue == message)
  }

  @Test func theLogHasNamesButNoParameters() async throws {
    let client = try await SandboxClient()
    _ = await client.response(
      "CreateClientKey", ["AapName": "console-made", "Password": "short1!"])
    _ = await client.response("ListPolicies")
    let log = try await client.admin("log").body
    #expect(
      log.text
        == #"{"calls":[{"code":"InvalidParameter","lost":false,"name":"console-made","#
        + #""number":1,"operation":"CreateClientKey","status":400,"time":"2026-11-23T12:00:00Z"},"#
        + #"{"code":"","lost":false,"name":"","number":2,"operation":"ListPolicies","#
        + #""status":200,"time":"2026-11-23T12:00:00Z"}],"total":2}"#)
    let later = try await client.admin("log", #"{"since":1}"#).body
    guard case .array(let calls)? = later["calls"] else { return }
    #expect(calls.map { $0["number"]?.intValue } == [2])
  }

  @Test func resetGoesBackToTheSeedAndKeepsTheAccessKey() async throws {
    let client = try await SandboxClient()
    _ = await client.response("DeletePolicy", ["Name": "console-made"])
    _ = try await client.admin("faults", #"{"set":["fail"]}"#)
    let status = try await client.admin("reset").body
    #expect(status["calls"]?.intValue == 0)
    #expect(status["objects"]?["policy"]?.intValue == 1)
    #expect(await client.response("DescribePolicy", ["Name": "console-made"])?.status == 200)
  }

  @Test func statusCounts() async throws {
    let client = try await SandboxClient()
    for port in [1, 2, 2] {
      var request = client.request("ListPolicies")
      request.peer.port = port
      _ = await client.routes.answer(request)
    }
    let status = try await client.admin("status").body
    #expect(status["calls"]?.intValue == 3)
    #expect(status["connections"]?.intValue == 2)
    #expect(status["operations"]?.text == #"{"ListPolicies":3}"#)
    #expect(status["version"]?.stringValue == SandboxVersion.current)
  }

  @Test func onlyThisMachineIsAnswered() async throws {
    let client = try await SandboxClient()
    let good = SandboxRequest(
      method: "POST", path: "/_sandbox/status", headers: ["Host": "localhost:1"])
    var get = good
    get.method = "GET"
    var foreignHost = good
    foreignHost.headers["host"] = "evil.example:1"
    var foreignPeer = good
    foreignPeer.peer.address = "10.0.0.1"
    var page = good
    page.headers["origin"] = "http://localhost:1"
    var statuses: [Int] = []
    for request in [good, get, foreignHost, foreignPeer, page] {
      guard case .response(let response) = await client.routes.answer(request) else { continue }
      statuses.append(response.status)
    }
    #expect(statuses == [200, 405, 403, 403, 403])
  }
}
