internal import KMSModel

/// One call as the log shows it: what was asked and what came of it, never a parameter's value.
struct CallRecord: Sendable, Hashable {
  var number: Int
  var time: Timestamp
  var operation: String
  var objectName: String
  var status: Int
  /// The error code; empty after a success.
  var code: String
  /// Whether the answer was withheld on purpose.
  var isLost: Bool

  var json: WireJSON {
    .object([
      "number": .number(number), "time": .string(time.iso8601),
      "operation": .string(operation), "name": .string(objectName), "status": .number(status),
      "code": .string(code), "lost": .bool(isLost),
    ])
  }
}

/// What the sandbox counts.
struct CallCounters: Sendable {
  var calls = 0
  var perOperation: [String: Int] = [:]
  var peers: Set<SandboxPeer> = []
  var running = 0
  var maximumRunning = 0

  mutating func begin(peer: SandboxPeer) {
    calls += 1
    peers.insert(peer)
    running += 1
    maximumRunning = max(maximumRunning, running)
  }
}

/// A call that stands still.
struct HeldCall: Sendable, Hashable {
  var number: Int
  var operation: String
  var objectName: String
  var moment: Fault.Moment

  var json: WireJSON {
    .object([
      "call": .number(number), "operation": .string(operation), "name": .string(objectName),
      "when": .string(moment.rawValue),
    ])
  }
}
