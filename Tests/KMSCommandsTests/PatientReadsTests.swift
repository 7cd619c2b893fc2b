import KMSModel
import Synchronization
import Testing

@testable import KMSCommands

@Suite struct PatientReadsTests {
  private let time = PassingTime()
  private let err = Collected()

  private final class Collected: Sendable {
    private let texts = Mutex("")
    var text: String { texts.withLock { $0 } }
    var output: Output {
      Output(isTerminal: false) { text in self.texts.withLock { $0 += text } }
    }
  }

  private static func missing() -> KMSFailure {
    KMSFailure(.notFound, operation: "GetClientKey", message: "gone")
  }

  private static let waiting =
    "Waiting: the service does not show client key KAAP.1; it is asked again.\n"

  @Test func whatIsFoundCostsOneCall() async throws {
    var reads = PatientReads(time.patience, err.output)
    var calls = 0
    let found = try await reads.unlessGone(
      "client key KAAP.1", check: { Issue.record("nothing is in doubt") }
    ) { () async throws(KMSFailure) in
      calls += 1
      return calls
    }
    #expect(found == 1)
    #expect(calls == 1)
    #expect(err.text.isEmpty)
  }

  @Test func whatIsNotShownYetIsFoundAndSaidOnce() async throws {
    var reads = PatientReads(time.patience, err.output)
    var checks = 0
    var calls = 0
    let found = try await reads.unlessGone("client key KAAP.1", check: { checks += 1 }) {
      () async throws(KMSFailure) in
      calls += 1
      guard calls > 3 else { throw Self.missing() }
      return "key"
    }
    #expect(found == "key")
    #expect(checks == 1)
    #expect(err.text == Self.waiting)
  }

  @Test func goneIsBelievedAfterTenSecondsForAllReads() async throws {
    var reads = PatientReads(time.patience, err.output)
    for _ in 1...2 {
      let found: String? = try await reads.unlessGone("client key KAAP.1") {
        () async throws(KMSFailure) in throw Self.missing()
      }
      #expect(found == nil)
    }
    let passed = time.patience.time()
    #expect(passed >= Patience.standardLimit && passed < Patience.standardLimit * 2)
    #expect(err.text == Self.waiting)
  }

  @Test func anotherAccountIsToldBeforeAnyWaiting() async {
    var reads = PatientReads(time.patience, err.output)
    await #expect(throws: CommandFailure.self) {
      try await reads.unlessGone(
        "client key KAAP.1", check: { throw CommandFailure(.denied, "another account") }
      ) { () async throws(KMSFailure) -> String in throw Self.missing() }
    }
    #expect(time.patience.time() == .zero)
    #expect(err.text.isEmpty)
  }

  @Test func anyOtherFailureIsOneAtOnce() async {
    var reads = PatientReads(time.patience, err.output)
    await #expect(throws: KMSFailure.self) {
      try await reads.unlessGone("client key KAAP.1") { () async throws(KMSFailure) -> String in
        throw KMSFailure(.unavailable, operation: "GetClientKey", message: "busy")
      }
    }
    #expect(time.patience.time() == .zero)
  }
}
