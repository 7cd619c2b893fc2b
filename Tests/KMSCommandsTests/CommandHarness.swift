import Foundation
import KMSModel
import Synchronization

@testable import KMSCommands

/// A directory of its own and a context that writes into memory.
final class CommandHarness: Sendable {
  let directory: String
  private let texts = Mutex((out: "", err: ""))

  init() throws {
    directory = NSTemporaryDirectory() + "kmsctl-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  var out: String { texts.withLock { $0.out } }
  var err: String { texts.withLock { $0.err } }

  func write(_ text: String, to path: String) throws {
    let url = URL(fileURLWithPath: directory + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  func read(_ path: String) throws -> String {
    try String(contentsOfFile: directory + "/" + path, encoding: .utf8)
  }

  /// Runs one command line without anything around it.
  func run(
    _ arguments: [String], environment: [String: String] = [:], out: Output? = nil
  ) async -> Int32 {
    await run(arguments, environment: environment, answer: nil, out: out) { _ in
      throw CommandFailure(.error, "nothing may be opened here")
    }
  }

  /// Runs one command line; `answer` is what a user at a terminal would type.
  func run(
    _ arguments: String..., environment: [String: String] = [:], answer: String? = nil,
    connect: @escaping @Sendable (ConnectionRequest) async throws -> Connection = { _ in
      throw CommandFailure(.error, "nothing may be opened here")
    }
  ) async -> Int32 {
    await run(arguments, environment: environment, answer: answer, connect: connect)
  }

  /// Runs one command line at a terminal where somebody types these answers, one after the other.
  func run(_ arguments: String..., answers: [String]) async -> Int32 {
    let left = Mutex(answers[...])
    return await run(
      arguments, environment: [:], answer: "", readAnswer: { left.withLock { $0.popFirst() } }
    ) { _ in throw CommandFailure(.error, "nothing may be opened here") }
  }

  /// The same with the words in a list.
  func run(
    _ arguments: [String], environment: [String: String], answer: String?,
    readAnswer: (@Sendable () -> String?)? = nil,
    out: Output? = nil,
    connect: @escaping @Sendable (ConnectionRequest) async throws -> Connection
  ) async -> Int32 {
    texts.withLock { $0 = ("", "") }
    let context = CommandContext(
      out: out
        ?? Output(isTerminal: false) { text in self.texts.withLock { $0.out += text } },
      err: Output(isTerminal: false) { text in self.texts.withLock { $0.err += text } },
      environment: environment, workingDirectory: directory, isInteractive: answer != nil,
      readAnswer: readAnswer ?? { answer }, executablePath: directory + "/kmsctl",
      now: { Timestamp(secondsSinceEpoch: 1_800_000_000) },
      randomBytes: { [UInt8](repeating: 0xAB, count: $0) }, connect: connect,
      patience: PassingTime().patience)
    return await CommandRunner.run(arguments, context)
  }

  static let stack = """
    apiVersion: kmsctl.dev/v1
    kind: Stack
    metadata: {name: payments, uid: 7f3c1a}
    spec:
      account: "1192000000000000"
      region: cn-hangzhou
      manifests: [manifests/]
    """

  static let rule = """
    apiVersion: kmsctl.dev/v1
    kind: NetworkRule
    metadata: {name: vpc, description: production VPC}
    spec:
      type: Private
      allowedSourceIPs: [10.20.0.0/16]
    """

  /// Writes a stack with one rule.
  func writeStack() throws {
    try write(Self.stack, to: "kmsctl.yaml")
    try write(Self.rule, to: "manifests/rule.yaml")
  }
}
