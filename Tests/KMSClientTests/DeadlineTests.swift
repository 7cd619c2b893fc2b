import HTTPTransport
import KMSModel
import Logging
import Synchronization
import Testing

@testable import KMSClient

/// A call with all its tries has one deadline, and one that used it up speaks for those behind it.
struct DeadlineTests {
  /// Time that passes while somebody waits for an answer or sleeps.
  private final class Clock: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock { $0 } }

    func advance(_ duration: Duration) { time.withLock { $0 += duration } }

    var environment: CallEnvironment {
      var environment = CallEnvironment.fake(FakeSleeper())
      environment.uptime = { self.now }
      environment.sleep = { self.advance($0) }
      return environment
    }
  }

  /// A server that takes connections and answers only the calls it is told to.
  private struct SilentServer: HTTPTransport {
    let clock: Clock
    let sent: FakeTransport
    let answers: @Sendable (String) -> FakeTransport.Answer?

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      _ = try await sent.send(request)
      let operation = request.header("x-acs-action") ?? ""
      if let answer = answers(operation) { return try answer.get() }
      clock.advance(request.timeout)
      throw TransportError(.timedOut, "no answer", mayHaveBeenSent: true)
    }
  }

  private let clock = Clock()
  private let sent = FakeTransport([.done])

  private func client(
    _ answers: @escaping @Sendable (String) -> FakeTransport.Answer?
  ) throws -> KMSClient {
    let plain = try KMSClientTests.client(sent)
    return KMSClient(
      endpoint: plain.caller.builder.endpoint,
      transport: SilentServer(clock: clock, sent: sent, answers: answers),
      credentials: plain.caller.credentials, userAgent: "t", logger: plain.caller.logger,
      environment: clock.environment)
  }

  @Test("A11: the last try gets what is left of 40 seconds")
  func theLastTryGetsWhatIsLeft() async throws {
    let client = try client { _ in nil }
    let failure = await failure { () async throws(KMSFailure) in
      try await client.describeInstance("kst-1")
    }
    #expect(failure?.cause == .timedOut)
    #expect(clock.now <= .seconds(40))
    let limits = await sent.requests.map(\.timeout)
    #expect(limits.first == .seconds(30))
    #expect(limits.dropFirst().allSatisfy { $0 < .seconds(10) })
  }

  @Test("A11: a hundred reads of a server that went silent end within one deadline")
  func manyReadsEndWithinOneDeadline() async throws {
    let client = try client { _ in nil }
    for number in 0..<100 {
      let failure = await failure { () async throws(KMSFailure) in
        try await client.describePolicy("p\(number)")
      }
      #expect(failure?.cause == .timedOut)
      #expect(failure?.operation == "DescribePolicy")
    }
    #expect(clock.now <= .seconds(40))
    #expect(await sent.requests.count == 2)
  }

  @Test("A11: what begins later asks again, and an answer ends the silence")
  func whatBeginsLaterAsksAgain() async throws {
    let client = try client { $0 == "GetDefaultKmsInstance" ? .done : nil }
    _ = await failure { () async throws(KMSFailure) in try await client.describePolicy("p") }
    let early = await failure { () async throws(KMSFailure) in try await client.defaultInstanceID()
    }
    #expect(early?.message.hasPrefix("not asked any more after DescribePolicy: ") == true)
    #expect(early?.mayHaveHappened == false)
    clock.advance(.seconds(6))
    #expect(try await client.defaultInstanceID() == nil)
  }

  @Test("A11: a slow call says nothing about a service that answered others meanwhile")
  func aSlowCallAmongOthersIsNoSilence() async {
    let lost = KMSFailure(cause: .timedOut, operation: "DescribePolicy", message: "no answer")
    for (answered, isSilent) in [(Duration.seconds(4), true), (.seconds(5), false)] {
      let silence = Silence()
      await silence.end(at: answered)
      await silence.begin(at: .seconds(45), after: lost, ofCallBegunAt: .seconds(5))
      let failure = await silence.failure(of: "ListPolicies", at: .seconds(46))
      #expect((failure != nil) == isSilent)
    }
    let refusing = Silence()
    let refused = KMSFailure(cause: .serviceFault, operation: "DescribePolicy", message: "500")
    await refusing.begin(at: .seconds(45), after: refused, ofCallBegunAt: .seconds(5))
    #expect(await refusing.failure(of: "ListPolicies", at: .seconds(46)) == nil)
  }

  @Test("A11: a wait that the service asks for and that is longer than what is left ends the call")
  func aLongHintEndsTheCall() async throws {
    let hint = [(name: "x-acs-retry-after", value: "39500")]
    let client = try client { _ in .refusal(429, "Rejected.Throttling", headers: hint) }
    let failure = await failure { () async throws(KMSFailure) in
      try await client.describePolicy("p")
    }
    #expect(failure?.cause == .throttled)
    #expect(clock.now == .zero)
  }
}
