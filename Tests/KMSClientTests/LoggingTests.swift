import KMSModel
import Logging
import Secrets
import Synchronization
import Testing

@testable import KMSClient

struct LoggingTests {
  @Test func callsAndRetriesAreToldWithoutWhatTheyCarry() async throws {
    let record = Record()
    var logger = Logger(label: "test", factory: { _ in RecordingHandler(record: record) })
    logger.logLevel = .trace
    let transport = FakeTransport([
      .refusal(429, "Rejected.Throttling"),
      .ok(
        #"{"ClientKeyId":"KAAP.00000000-0000-4000-8000-000000000001","#
          + #""PrivateKeyData":"MIIkeyAA","RequestId":"r-2","#
          + #""NotBefore":"2026-01-01T00:00:00Z","NotAfter":"2027-01-01T00:00:00Z"}"#),
    ])
    let moment = Timestamp(secondsSinceEpoch: 0)
    _ = try await client(transport, token: "t0ken", logger: logger).createClientKey(
      accessPoint: "a", password: Secret("p4ssword"), notBefore: moment, notAfter: moment)
    let lines = record.lines.withLock { $0 }
    #expect(
      lines == [
        "debug called CreateClientKey requestID=r-1 status=429",
        "notice trying CreateClientKey again afterMilliseconds=250 because=Rejected.Throttling",
        "debug called CreateClientKey requestID=r-2 status=200",
      ])
  }
}

private final class Record: Sendable {
  let lines = Mutex<[String]>([])
}

/// Keeps lines with their metadata, sorted; how long a call took differs from run to run.
private struct RecordingHandler: LogHandler {
  let record: Record
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .trace

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let metadata = (event.metadata ?? [:]).filter { $0.key != "milliseconds" }
    let fields = metadata.map { " \($0.key)=\($0.value)" }.sorted().joined()
    record.lines.withLock { $0.append("\(event.level) \(event.message)\(fields)") }
  }
}
