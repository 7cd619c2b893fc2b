import Credentials
import HTTPTransport
import KMSModel
import Logging
import Secrets
import Synchronization
import Testing

@testable import KMSClient

/// A write is looked at again after every wait (A5).
struct RecheckTests {
  private static let gone = KMSFailure(
    cause: .overtaken, operation: "DeletePolicy", message: "policy/p is somebody else's now")

  /// Counts looks, and answers from a script whose last line stays.
  private final class Looks: Sendable {
    private let findings: [Result<Recheck.Finding, KMSFailure>]
    private let taken = Mutex(0)

    init(_ findings: Result<Recheck.Finding, KMSFailure>...) { self.findings = findings }

    var count: Int { taken.withLock { $0 } }

    var recheck: Recheck {
      Recheck { () async throws(KMSFailure) in
        let number = self.taken.withLock { taken in
          taken += 1
          return taken
        }
        return try self.findings[min(number, self.findings.count) - 1].get()
      }
    }
  }

  private static let waits: [(String, FakeTransport.Answer)] = [
    ("throttled", .refusal(429, "Rejected.Throttling")),
    ("a busy service", .refusal(503, "ServiceUnavailableTemporary")),
    ("a lost answer", .lost(.timedOut, sent: true)),
    ("nobody there", .lost(.connectionFailed, sent: false)),
    ("a used nonce", .refusal(400, "SignatureNonceUsed")),
  ]

  @Test("A5: a delete that waited is not sent again over what somebody took", arguments: waits)
  func aWriteThatWaitedIsNotSentOverWhatSomebodyTook(
    _ name: String, _ first: FakeTransport.Answer
  ) async throws {
    let transport = FakeTransport([first, .ok(#"{"RequestId":"r"}"#)])
    let looks = Looks(.failure(Self.gone))
    let client = try client(transport)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.delete(ResourceID(.policy, "p"), recheck: looks.recheck)
    }
    #expect(failure?.cause == .overtaken)
    #expect(await transport.requests.count == 1)
    #expect(looks.count == 1)
  }

  @Test("A5: what may have happened before the look stays said")
  func whatMayHaveHappenedStaysSaid() async throws {
    for (first, mayHaveHappened) in [
      (FakeTransport.Answer.lost(.timedOut, sent: true), true),
      (.refusal(429, "Rejected.Throttling"), false),
    ] {
      let looks = Looks(.failure(Self.gone))
      let client = try client(FakeTransport([first]))
      let failure = await failure { () async throws(KMSFailure) in
        try await client.delete(ResourceID(.policy, "p"), recheck: looks.recheck)
      }
      #expect(failure?.mayHaveHappened == mayHaveHappened)
    }
  }

  @Test("A5: every further try has a look of its own, and the first has none")
  func everyFurtherTryHasALook() async throws {
    let transport = FakeTransport([
      .refusal(429, "Rejected.Throttling"), .refusal(503, "X"), .ok(#"{"RequestId":"r"}"#),
    ])
    let looks = Looks(.success(.asBefore))
    try await client(transport).delete(ResourceID(.policy, "p"), recheck: looks.recheck)
    #expect(await transport.requests.count == 3)
    #expect(looks.count == 2)
  }

  @Test("A5: what a look finds done is not sent again")
  func whatIsDoneIsNotSentAgain() async throws {
    let transport = FakeTransport([.lost(.timedOut, sent: true)])
    let looks = Looks(.success(.done))
    try await client(transport).delete(ResourceID(.policy, "p"), recheck: looks.recheck)
    #expect(await transport.requests.count == 1)
  }

  /// Credentials that take their time.
  private struct SlowCredentials: CredentialsProvider {
    let uptime: UptimeClock
    let takes: Duration

    func credentials() async throws(CredentialsError) -> Credentials {
      uptime.advance(takes)
      return Credentials(
        accessKeyID: "testid", accessKeySecret: Secret("testsecret"), source: "test",
        providerName: "static_ak")
    }
  }

  private final class UptimeClock: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock { $0 } }

    func advance(_ duration: Duration) { time.withLock { $0 += duration } }
  }

  @Test(
    "A5: a look gets old while credentials are fetched",
    arguments: [(Duration.seconds(4), 0), (.seconds(6), 1)])
  func aLookGetsOld(takes: Duration, looksTaken: Int) async throws {
    let transport = FakeTransport([.ok(#"{"RequestId":"r"}"#)])
    let uptime = UptimeClock()
    var environment = CallEnvironment.fake(FakeSleeper())
    environment.uptime = { uptime.now }
    let client = try KMSClient(
      endpoint: .kms(region: "cn-hangzhou", network: .internet), transport: transport,
      credentials: SlowCredentials(uptime: uptime, takes: takes), userAgent: "t",
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
      environment: environment)
    let looks = Looks(.success(.asBefore))
    try await client.delete(ResourceID(.policy, "p"), recheck: looks.recheck)
    #expect(looks.count == looksTaken)
    #expect(await transport.requests.count == 1)
  }
}
