import Testing

@testable import KMSSandbox

@Suite struct FaultTests {
  @Test func everyKindIsRead() throws {
    var throttle = Fault(.throttle(retryAfter: 200))
    throttle.every = 3
    #expect(try Fault("throttle:every=3,retry-after=200") == throttle)
    var fail = Fault(.fail(status: 503, code: "ServiceUnavailableTemporary", .after))
    fail.operations = ["CreatePolicy", "UpdatePolicy"]
    fail.times = 2
    let text = "fail:status=503,when=after,operation=CreatePolicy|UpdatePolicy,times=2"
    #expect(try Fault(text) == fail)
    #expect(try Fault("fail") == Fault(.fail(status: 500, code: "InternalFailure", .before)))
    #expect(try Fault("delay:ms=5") == Fault(.delay(milliseconds: 5)))
    #expect(try Fault("lag:ms=500") == Fault(.lag(milliseconds: 500)))
    var lose = Fault(.lose)
    lose.concernsChangesOnly = true
    lose.call = 7
    #expect(try Fault("lose:call=7,changes-only=true") == lose)
    #expect(try Fault("hold:when=after") == Fault(.hold(.after)))
    #expect(try Fault("hold:late=true") == Fault(.hold(.before, isLate: true)))
  }

  @Test(arguments: [
    ("burn", "'burn' is not throttle, fail, delay, lag, lose or hold"),
    ("delay", "delay needs ms=<milliseconds>"),
    ("delay:ms=0", "ms=0 is not a number above 0"),
    ("lag:operation=ListPolicies", "lag needs ms=<milliseconds>"),
    ("hold:when=during", "when=during is not before or after"),
    ("hold:when=after,late=true", "late=true needs when=before: the work is still to come"),
    ("lose:operation=DropTable", "there is no operation 'DropTable'"),
    ("lose:often=yes", "unknown option 'often'"),
    ("lose:call", "'call' is not option=value"),
  ])
  func otherTextsAreRefused(text: String, message: String) {
    #expect(throws: FaultSyntaxError(description: message)) { try Fault(text) }
  }

  @Test func theBookCountsWhatConcernsIt() throws {
    var book = FaultBook([
      try Fault("throttle:operation=ListPolicies,every=2,times=2"),
      try Fault("lose:changes-only=true,call=2"),
    ])
    let refusals = (1...7).map { _ in book.plan(for: .listPolicies).refusal?.code }
    #expect(
      refusals == [nil, "Rejected.Throttling", nil, "Rejected.Throttling", nil, nil, nil])
    let losses = [Operation.createPolicy, .deletePolicy, .deletePolicy].map {
      book.plan(for: $0).losesAnswer
    }
    #expect(losses == [false, true, false])
  }

  @Test func aThrottledCallSaysWhenToComeBack() async throws {
    var options = SandboxOptions()
    options.faults = [try Fault("throttle:call=1,retry-after=300")]
    let client = try await SandboxClient(options)
    let response = try #require(await client.response("ListPolicies"))
    #expect(response.status == 429)
    #expect(response.headers["x-acs-retry-after"] == "300")
    #expect(await client.response("ListPolicies")?.status == 200)
  }

  @Test func aLaggingReadShowsWhatWasThere() async throws {
    var options = SandboxOptions()
    options.faults = [try Fault("lag:ms=60000,operation=DescribePolicy|UpdatePolicy")]
    let client = try await SandboxClient(options)
    #expect(await client.response("DeletePolicy", ["Name": "console-made"])?.status == 200)
    #expect(await client.response("DescribePolicy", ["Name": "console-made"])?.status == 200)
    // Writes do not lag, nor does what the fault does not name.
    let update = try await client.code("UpdatePolicy", ["Name": "console-made"])
    #expect(update == "Forbidden.ResourceNotFound")
    #expect(try await client.call("ListPolicies").body["TotalCount"]?.intValue == 0)
  }

  @Test func aLostAnswerLeavesTheWorkDone() async throws {
    var options = SandboxOptions()
    options.faults = [try Fault("lose:operation=DeletePolicy")]
    let client = try await SandboxClient(options)
    #expect(await client.response("DeletePolicy", ["Name": "console-made"]) == nil)
    let code = try await client.code("DescribePolicy", ["Name": "console-made"])
    #expect(code == "Forbidden.ResourceNotFound")
    let log = try await client.admin("log").body
    guard case .array(let calls)? = log["calls"] else { return }
    #expect(calls.map { $0["lost"]?.boolValue } == [true, false])
  }

  @Test func aFailureAfterwardsLeavesTheWorkDone() async throws {
    var options = SandboxOptions()
    options.faults = [try Fault("fail:operation=DeletePolicy,when=after")]
    let client = try await SandboxClient(options)
    #expect(try await client.code("DeletePolicy", ["Name": "console-made"]) == "InternalFailure")
    let code = try await client.code("DescribePolicy", ["Name": "console-made"])
    #expect(code == "Forbidden.ResourceNotFound")
  }

  @Test(arguments: [("before", 1), ("after", 0)])
  func aHeldCallStandsStillUntilItIsReleased(moment: String, policiesMeanwhile: Int) async throws {
    let client = try await SandboxClient()
    let fault = #"{"set":["hold:operation=DeletePolicy,when=\#(moment)"]}"#
    _ = try await client.admin("faults", fault)
    async let answer = client.call("DeletePolicy", ["Name": "console-made"])
    let held = try await client.admin("wait").body
    #expect(
      held["held"]?.text
        == #"[{"call":1,"name":"console-made","operation":"DeletePolicy","when":"\#(moment)"}]"#)
    #expect(held["objects"]?["policy"]?.intValue == policiesMeanwhile)
    let released = try await client.admin("release").body
    #expect(released["held"]?.text == "[]")
    #expect(try await answer.status == 200)
  }
}
