import Foundation
import Secrets
import Testing

@testable import KMSSandbox

/// Every field of every answer, wrong in seven ways, in every command that asks for it.
///
/// `KMSCTL_ANSWERS_EVERY=1` plays every cell, 9 every ninth; a debug build has time for few.
@Suite struct AnswerMatrixTests {
  private static let threads = 2
  private static let fewest = 3_000

  private static let every: Int = {
    let text = ProcessInfo.processInfo.environment["KMSCTL_ANSWERS_EVERY"] ?? ""
    return max(1, Int(text) ?? 9)
  }()

  @Test func nothingUntrueIsWrittenOrSaidWhateverIsAnswered() async throws {
    let keyFile = try KeyFileOnDisk()
    let matrix = try AnswerMatrix(keyFile: keyFile.directory)
    let cells = matrix.cells.enumerated().filter { $0.offset.isMultiple(of: Self.every) }
      .map(\.element)
    #expect(cells.count >= Self.fewest)
    let findings = try await withThrowingTaskGroup(of: [Finding].self) { group in
      for part in 0..<Self.threads {
        let share = cells.enumerated().filter { $0.offset % Self.threads == part }.map(\.element)
        group.addTask { try Self.play(share, of: matrix) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    print("answer matrix: \(cells.count) of \(matrix.cells.count) cells, \(matrix.rows.count) rows")
    for finding in findings { print("\(finding.cell): \(finding.words.prefix(200))") }
    if let first = findings.first {
      Issue.record("\(findings.count) cells, the first is \(first.cell): \(first.words)")
    }
  }

  @Test func everyCommandDoesItsWorkWhenToldTheTruth() throws {
    let keyFile = try KeyFileOnDisk()
    for row in try AnswerMatrix(keyFile: keyFile.directory).rows {
      let name = "\(row.row.command) from '\(row.row.start.rawValue)'"
      #expect(row.outcome.violations.isEmpty, "\(name)")
      #expect([0, 2].contains(row.outcome.statuses[0]), "\(name)")
      if case .read = row.row.command { continue }
      #expect(row.outcome.statuses[0] == 0, "\(name)")
      #expect(row.outcome.events.contains { $0.point.isChange }, "\(name) writes nothing")
    }
  }

  private struct Finding: Sendable {
    var cell: MatrixCell
    var words: String
  }

  private static func play(_ cells: [MatrixCell], of matrix: AnswerMatrix) throws -> [Finding] {
    try cells.compactMap { cell in
      try matrix.play(cell).map { Finding(cell: cell, words: $0) }
    }
  }
}

extension Point {
  /// Whether it is a call that changes something.
  var isChange: Bool {
    if case .call(let name) = self { name.isChange } else { false }
  }
}

/// The key in use of the beginning `delivered`, as its application would have it.
private final class KeyFileOnDisk {
  let directory: String

  init() throws {
    let snapshot = try StartingPoint.delivered.snapshot()
    let current = try #require(snapshot.applications["web"]?.current)
    directory = NSTemporaryDirectory() + "kmsctl-answers-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let container = current.container.withUnsafeText { $0 }
    try write(
      #"{"KeyId":"\#(current.id)","PrivateKeyData":"\#(container)"}"#,
      "clientKey_\(current.id).json")
    try write(KeyPool.password, "clientKey_\(current.id)_Password.txt")
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  private func write(_ text: String, _ name: String) throws {
    let path = directory + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }
}
