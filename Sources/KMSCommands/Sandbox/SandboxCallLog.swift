internal import Files
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

  /// What the sandbox writes at most, and a little more.
  private static let maximumBytes = 17 << 20

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

  /// Reads what the sandbox wrote beside its state, a line for each call; no file means no calls.
  init(directory: String, limit: Int) throws(CommandFailure) {
    let bytes: [UInt8]
    do throws(FileFault) {
      let name = SandboxProgram.stateName + ".calls.jsonl"
      bytes = try OwnDirectory.open(directory).file(name)?.read(atMost: Self.maximumBytes) ?? []
    } catch {
      guard error.isMissing else {
        throw CommandFailure(
          .error, "the sandbox's log cannot be read: \(error)",
          nextStep: "move '\(error.path)' away or delete it")
      }
      bytes = []
    }
    let decoder = JSONDecoder()
    // A line that is being written just now cannot be read yet.
    let all = bytes.split(separator: UInt8(ascii: "\n"))
      .compactMap { try? decoder.decode(Call.self, from: Data($0)) }
    calls = all.suffix(max(limit, 0))
    total = all.count
  }
}
