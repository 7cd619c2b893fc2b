import HTTPTransport
import KMSModel
import Secrets
import Testing

@testable import KMSClient

struct RetryTests {
  private let sleeper = FakeSleeper()
  private let spec = NetworkRuleSpec(type: .privateNetwork, sources: [])

  @Test func aReadIsTriedSevenTimesWithGrowingWaits() async throws {
    let transport = FakeTransport([.refusal(503, "ServiceUnavailableTemporary")])
    let client = try client(transport, sleeper: sleeper)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.listPolicies(page: 1)
    }
    #expect(
      failure
        == KMSFailure(
          .unavailable, operation: "ListPolicies", code: "ServiceUnavailableTemporary",
          message: "words (after 7 tries)", requestID: "r-1"))
    #expect(await transport.requests.count == 7)
    let halves: [Duration] = [0.25, 0.5, 1, 2, 4, 8].map { .seconds($0) }
    #expect(await sleeper.slept == halves)
  }

  @Test func everyTryHasItsOwnNonceAndDate() async throws {
    let transport = FakeTransport([.refusal(429, "Rejected.Throttling"), .refusal(500, "X"), page])
    var environment = CallEnvironment.system
    let sleeper = sleeper
    environment.uptime = { .zero }
    environment.sleep = { await sleeper.sleep($0) }
    let client = try KMSClient(
      endpoint: .kms(region: "cn-hangzhou", network: .internet), transport: transport,
      credentials: client(transport).caller.credentials, userAgent: "t",
      logger: client(transport).caller.logger, environment: environment)
    _ = try await client.listPolicies(page: 1)
    let requests = await transport.requests
    let nonces = requests.compactMap { $0.header("x-acs-signature-nonce") }
    #expect(Set(nonces).count == 3)
    #expect(nonces.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
    #expect(Set(requests.compactMap { $0.header("authorization") }).count == 3)
  }

  @Test func theServicesHintIsHonoured() async throws {
    let hint = [(name: "x-acs-retry-after", value: "1234")]
    let transport = FakeTransport([.refusal(429, "Rejected.Throttling", headers: hint), page])
    _ = try await client(transport, sleeper: sleeper).listPolicies(page: 1)
    #expect(await sleeper.slept == [.milliseconds(1_234)])
  }

  @Test func aHintBeyondTheBoundEndsTheCall() async throws {
    let hint = [(name: "x-acs-retry-after", value: "200000")]
    let transport = FakeTransport([.refusal(429, "Rejected.Throttling", headers: hint), page])
    let client = try client(transport, sleeper: sleeper)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.listPolicies(page: 1)
    }
    #expect(failure?.kind == .throttled)
    #expect(await sleeper.slept == [])
  }

  @Test(arguments: [
    (FakeTransport.Answer.lost(.timedOut, sent: true), true),
    (.lost(.connectionLost, sent: true), true),
    (.refusal(500, "InternalFailure"), true),
    (.refusal(400, "SignatureNonceUsed"), true),
    (.success(HTTPResponse(status: 502, body: Array("<html>".utf8))), true),
    (.ok("not json"), true),
    (.refusal(409, "Rejected.ResourceExist"), false),
  ])
  func aCreateIsNotRepeatedOnceItMayHaveHappened(
    answer: FakeTransport.Answer, mayHaveHappened: Bool
  ) async throws {
    let transport = FakeTransport([answer])
    let client = try client(transport, sleeper: sleeper)
    let moment = Timestamp(secondsSinceEpoch: 0)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.createClientKey(
        accessPoint: "a", password: .init("p"), notBefore: moment, notAfter: moment)
    }
    #expect(failure?.mayHaveHappened == mayHaveHappened)
    #expect(await transport.requests.count == 1)
  }

  @Test(arguments: [
    FakeTransport.Answer.refusal(429, "Rejected.Throttling"),
    .lost(.connectionFailed, sent: false), .lost(.timedOut, sent: false),
  ])
  func aCreateThatCertainlyDidNotHappenIsRepeated(answer: FakeTransport.Answer) async throws {
    let transport = FakeTransport([answer, .created("network", "n")])
    let client = try client(transport, sleeper: sleeper)
    try await client.createNetworkRule("n", description: "", spec: spec)
    #expect(await transport.requests.count == 2)
  }

  @Test func anUpdateIsRepeatedAfterALostAnswer() async throws {
    let transport = FakeTransport([.lost(.connectionLost, sent: true), .done])
    let client = try client(transport, sleeper: sleeper)
    try await client.updateNetworkRule("n", description: "", spec: spec)
    #expect(await transport.requests.count == 2)
  }

  @Test func anUpdateThatNeverGetsThroughMayHaveHappened() async throws {
    let transport = FakeTransport([
      .lost(.connectionLost, sent: true), .refusal(403, "Forbidden.NoPermission"),
    ])
    let client = try client(transport, sleeper: sleeper)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.updateNetworkRule("n", description: "", spec: spec)
    }
    #expect(failure?.kind == .permission)
    #expect(failure?.mayHaveHappened == true)
  }

  @Test func aRepeatedDeleteThatFindsNothingIsDone() async throws {
    let transport = FakeTransport([
      .lost(.timedOut, sent: true), .refusal(404, "Forbidden.ResourceNotFound"),
    ])
    try await client(transport, sleeper: sleeper).delete(ResourceID(.networkRule, "n"))
    #expect(await transport.requests.count == 2)
  }

  @Test(arguments: [
    [FakeTransport.Answer.refusal(404, "Forbidden.ResourceNotFound")],
    [.refusal(429, "Rejected.Throttling"), .refusal(404, "Forbidden.ResourceNotFound")],
  ])
  func aDeleteOfNothingIsNotFound(answers: [FakeTransport.Answer]) async throws {
    let client = try client(FakeTransport(answers), sleeper: sleeper)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.delete(ResourceID(.networkRule, "n"))
    }
    #expect(failure?.kind == .notFound)
  }

  /// Nobody's credentials are wrong: an answer was lost.
  @Test func aUsedNonceIsSignedAgain() async throws {
    let transport = FakeTransport([.refusal(400, "SignatureNonceUsed")])
    let client = try client(transport, sleeper: sleeper)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.delete(ResourceID(.networkRule, "n"))
    }
    #expect(failure?.cause == .usedNonce && failure?.kind == .unavailable)
    #expect(await transport.requests.count == 2)
    #expect(await sleeper.slept == [.zero])
    // A read loses nothing: it is asked as often as after an answer that was lost.
    await #expect(throws: KMSFailure.self) { try await client.listPolicies(page: 1) }
    #expect(await transport.requests.count == 2 + 7)
  }

  @Test(arguments: [
    FakeTransport.Answer.refusal(403, "Forbidden.NoPermission"),
    .refusal(404, "InvalidAccessKeyId.NotFound"), .refusal(400, "InvalidParameter"),
    .lost(.untrustedCertificate, sent: false), .lost(.answerTooLarge, sent: true),
    .lost(.otherHostsCertificate, sent: false), .lost(.expiredCertificate, sent: false),
    .lost(.unusableCAFile, sent: false), .lost(.malformedProxy, sent: false),
    .lost(.unauthenticatedProxy, sent: false), .lost(.proxyRefusal, sent: false),
    .lost(.badURL, sent: false),
    .lost(.cancelled, sent: true),
    .success(HTTPResponse(status: 302)), .success(HTTPResponse(status: 407)),
  ])
  func whatWillNotChangeIsNotTriedAgain(answer: FakeTransport.Answer) async throws {
    let transport = FakeTransport([answer])
    let client = try client(transport, sleeper: sleeper)
    _ = await failure { () async throws(KMSFailure) in try await client.listPolicies(page: 1) }
    #expect(await transport.requests.count == 1)
  }

  @Test func nobodyThereIsToldSooner() async throws {
    let transport = FakeTransport([.lost(.connectionFailed, sent: false)])
    let client = try client(transport, sleeper: sleeper)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.listPolicies(page: 1)
    }
    #expect(failure?.description == "ListPolicies: no luck (after 4 tries)")
  }

  @Test(
    "B9: what hardly mends itself is tried a single time more",
    arguments: [
      TransportError.Code.unresolvedHost, .unresolvedProxy, .tlsFailed, .other,
    ])
  func aNameThatIsWrongIsTriedTwice(code: TransportError.Code) async throws {
    let transport = FakeTransport([.lost(code, sent: false)])
    let client = try client(transport, sleeper: sleeper)
    _ = await failure { () async throws(KMSFailure) in try await client.listPolicies(page: 1) }
    #expect(await transport.requests.count == 2)
  }

  @Test func aRefusedDateSaysByHowMuchTheClockIsOff() async throws {
    let date = [(name: "date", value: "Fri, 02 Jan 2026 04:04:05 GMT")]
    let client = try client(FakeTransport([.refusal(400, "IllegalTimestamp", headers: date)]))
    let failure = await failure { () async throws(KMSFailure) in
      try await client.listPolicies(page: 1)
    }
    #expect(
      failure?.message == "words (this machine's clock is 3600 s behind the service's)")
  }

  @Test func aProxysPageIsCalledThat() async throws {
    let page = HTTPResponse(
      status: 403, headers: [("content-type", "text/html")], body: Array("<html>".utf8))
    let client = try client(FakeTransport([.success(page)]))
    let failure = await failure { () async throws(KMSFailure) in
      try await client.listPolicies(page: 1)
    }
    #expect(
      failure?.description
        == "ListPolicies: HTTP 403 with a body that is not the service's (text/html);"
        + " a proxy may stand between")
    #expect(failure?.kind == .malformedAnswer)
  }

  @Test func theClocksDifferenceIsThatOfTheRefusingAnswer() async throws {
    // A call beside it is answered between the refusal and the words about it: by another time.
    let late = [(name: "date", value: "Fri, 02 Jan 2026 04:04:05 GMT")]
    let transport = FakeTransport { _, request in
      request.headers.contains { $0.value == "ListPolicies" }
        ? .refusal(400, "InvalidTimeStamp.Expired", headers: late)
        : .ok(
          #"{"RequestId":"r"}"#, headers: [("date", "Fri, 02 Jan 2026 03:04:05 GMT")])
    }
    let client = try client(transport)
    for _ in 0..<200 {
      async let other = try? client.describePolicy("p")
      let failure = await failure { () async throws(KMSFailure) in
        try await client.listPolicies(page: 1)
      }
      _ = await other
      #expect(failure?.message.contains("3600 s behind") == true)
    }
  }

  @Test func anInterruptedWaitIsAnInterruptedCall() async throws {
    let transport = FakeTransport([.lost(.timedOut, sent: true)])
    var environment = CallEnvironment.fake(sleeper)
    environment.sleep = { _ in throw CancellationError() }
    let client = try KMSClient(
      endpoint: .kms(region: "cn-hangzhou", network: .internet), transport: transport,
      credentials: client(transport).caller.credentials, userAgent: "t",
      logger: client(transport).caller.logger, environment: environment)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.updateNetworkRule("n", description: "", spec: spec)
    }
    #expect(failure?.kind == .cancelled)
    #expect(failure?.mayHaveHappened == true)
  }

  private var page: FakeTransport.Answer {
    .page(#""TotalCount":0,"Policies":{"Policy":[]}"#)
  }
}
