internal import FoundationEssentials

/// The calls a sandbox saw, from itself or from the file it keeps beside its state.
struct SandboxCallLog: Codable, Sendable, Hashable {
  /// One call: what was asked and what came of it.
  struct Call: Codable, Sendable, Hashable {
    var number: Int
    var time: String
    var operation: String
    var name: String
    var status: Int
    var code: String
    var lost: Bool
  }

  /// The last ones.
  var calls: [Call]
  /// How many there were in all.
  var total: Int

  /// Reads a running sandbox's answer.
  init(answer: String) throws {
    guard let value = try? JSONDecoder().decode(Self.self, from: Data(answer.utf8)) else {
      throw CommandFailure(.error, "the sandbox's log could not be understood")
    }
    self = value
  }

  /// Reads what the sandbox of a state file wrote, a line for each call; no file means no calls.
  init(stateFile: String, limit: Int) {
    let data = FileManager.default.contents(atPath: stateFile + ".calls.jsonl") ?? Data()
    let decoder = JSONDecoder()
    // A line that is being written just now cannot be read yet.
    let all = data.split(separator: UInt8(ascii: "\n"))
      .compactMap { try? decoder.decode(Call.self, from: Data($0)) }
    calls = all.suffix(max(limit, 0))
    total = all.count
  }
}
