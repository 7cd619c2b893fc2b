import Foundation
import KMSModel
import Secrets

@testable import KMSSandbox

/// One command from one beginning: a row of the matrix.
struct MatrixRow: Sendable {
  let start: StartingPoint
  let command: Command

  /// Every command that asks the service something, from beginnings where it has something to do.
  static func all(keyFile: String) -> [MatrixRow] {
    let readings: [MatrixRow] =
      [StartingPoint.delivered, .due, .foreign].flatMap { start in
        [.init(start: start, command: .read(.plan)), .init(start: start, command: .read(.drift))]
      } + [
        .init(start: .overlapping, command: .read(.list)),
        .init(start: .orphaned, command: .read(.list)),
        .init(start: .overlapping, command: .read(.trace)),
        .init(start: .delivered, command: .read(.verify(keyFile))),
        .init(start: .delivered, command: .read(.whoami)),
      ]
    return readings + [
      .init(start: .empty, command: .apply(.base)),
      .init(start: .delivered, command: .apply(.moved)),
      .init(start: .delivered, command: .apply(.renamed)),
      .init(start: .due, command: .apply(.base)),
      .init(start: .retirable, command: .apply(.base)),
      .init(start: .named, command: .apply(.base)),
      .init(start: .published, command: .apply(.base)),
      .init(start: .foreign, command: .adopt),
      .init(start: .delivered, command: .rotateNow),
      .init(start: .due, command: .rotateDue),
      .init(start: .delivered, command: .compromised),
      .init(start: .overlapping, command: .compromised),
      .init(start: .overlapping, command: .retire),
      .init(start: .orphaned, command: .orphans),
    ]
  }
}

/// One command with one odd answer: a cell.
struct MatrixCell: Sendable, CustomStringConvertible {
  let row: Int
  let command: Command
  let start: StartingPoint
  let operation: String
  /// Which call of the operation is answered so; nothing for every one.
  let number: Int?
  let rewriting: Rewriting

  var target: FaultPoint.Target {
    number.map { .named(operation, $0) } ?? .every(operation)
  }

  /// Whether the command only repeats what it was told, without comparing it with anything.
  var isReport: Bool {
    switch command {
    case .read(.list), .read(.trace), .read(.verify), .read(.whoami): true
    default: false
    }
  }

  /// Whether the service says the same plausible thing however often it is asked; what somebody
  /// wrote into a Description may be anything.
  var isBelievable: Bool {
    let isText = rewriting.path.last == .member("Description") && rewriting.kind == .controls
    return number == nil && (rewriting.isPlausible || isText)
  }

  var description: String {
    let calls = number.map { "call \($0)" } ?? "every call"
    return "\(command) from '\(start.rawValue)', \(operation), \(calls): \(rewriting)"
  }
}

/// All rows, with what each does when nobody lies to it.
struct AnswerMatrix: Sendable {
  struct Played: Sendable {
    let row: MatrixRow
    let snapshot: Snapshot
    let outcome: Outcome
  }

  let rows: [Played]
  let cells: [MatrixCell]

  init(keyFile: String) throws {
    var rows: [Played] = []
    var cells: [MatrixCell] = []
    for row in MatrixRow.all(keyFile: keyFile) {
      let recorder = AnswerRecorder()
      var cast = Cast()
      cast.transport = { recorder.recording($0) }
      let snapshot = try row.start.snapshot()
      let outcome = try Simulation(
        scenario: Scenario(start: row.start, actors: [.run(row.command)]), snapshot: snapshot,
        cast: cast, hasFinale: false
      ).play()
      let others = try Self.others(snapshot)
      for operation in recorder.operations {
        cells += Self.cells(rows.count, row, operation, recorder, others)
      }
      rows.append(Played(row: row, snapshot: snapshot, outcome: outcome))
    }
    self.rows = rows
    self.cells = cells
  }

  /// The last answer of each operation and, for what may be believed twice, every one.
  private static func cells(
    _ number: Int, _ row: MatrixRow, _ operation: String, _ recorder: AnswerRecorder,
    _ others: Others
  ) -> [MatrixCell] {
    let last = recorder.count(of: operation) - 1
    let calls: [Int?] = last > 0 ? [nil, last] : [0]
    return calls.flatMap { call in
      AnswerRecorder.places(recorder.body(of: operation, call ?? 0)).flatMap { path in
        Rewriting.Kind.allCases.map { kind in
          MatrixCell(
            row: number, command: row.command, start: row.start, operation: operation,
            number: call, rewriting: Rewriting(path: path, kind: kind, other: others))
        }
      }
    }
  }

  private static func others(_ snapshot: Snapshot) throws -> Others {
    var others = Others()
    let halves = try KeyPool.halves(23)
    others.container = halves.containerBase64.withUnsafeText { $0 }
    others.certificate = halves.certificatePEM
    return others
  }

  /// Plays one cell; what is wrong with it, or nothing.
  func play(_ cell: MatrixCell) throws -> String? {
    let row = rows[cell.row]
    let scenario = Scenario(
      start: cell.start, actors: [.run(cell.command)],
      faults: [FaultPoint(actor: 0, target: cell.target, fault: .rewritten(cell.rewriting))])
    let outcome = try Simulation(scenario: scenario, snapshot: row.snapshot, hasFinale: false)
      .play()
    let judge = CellJudge(
      before: row.snapshot.inventory, undisturbed: row.outcome, cell: cell)
    if let words = judge.reproach(outcome) { return words + "\n" + Story(outcome: outcome).whole }
    return try afterwards(outcome, cell)
  }

  /// Where something was left half done, the next run of anybody finishes it.
  private func afterwards(_ outcome: Outcome, _ cell: MatrixCell) throws -> String? {
    let isDone =
      outcome.statuses[0] == 0
      || outcome.snapshot.inventory.revision == rows[cell.row].snapshot.inventory.revision
    guard !isDone else { return nil }
    var scenario = Scenario(start: cell.start, actors: [])
    if case .apply(let variant) = cell.command {
      scenario.actors = [.run(.apply(variant))]
    }
    let last = try Simulation(scenario: scenario, snapshot: outcome.snapshot).play()
    guard let violation = last.violations.first else { return nil }
    return "afterwards, \(violation.promise.rawValue): \(violation.words)\n"
      + Story(outcome: outcome).whole + "\nAfterwards:\n" + Story(outcome: last).whole
  }
}
