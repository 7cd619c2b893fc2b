import KMSModel
import Testing

@testable import KMSSandbox

/// The judge of the answer matrix finds what it is there for.
@Suite struct CellJudgeTests {
  /// Something that no command may do, and what the judge says of it.
  struct Fault: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var command: Command
    var reproach: String
    var plant: @Sendable (inout Outcome) -> Void

    init(
      _ description: String, _ reproach: String, in command: Command = .retire,
      _ plant: @escaping @Sendable (inout Outcome) -> Void
    ) {
      testDescription = description
      self.command = command
      self.reproach = reproach
      self.plant = plant
    }
  }

  private static let faults: [Fault] = [
    Fault("policies of an access point", "which no plan said") {
      $0.snapshot.inventory.accessPoints["web"]?.policies = []
    },
    Fault("a rule of somebody else's", "which no plan said") {
      $0.snapshot.inventory.networkRules["console-made"]?.sourcePrivateIP = "[]"
    },
    Fault("a policy that is gone", "is gone, which no plan said") {
      $0.snapshot.inventory.policies["crypto"] = nil
    },
    Fault("a policy that nobody asked for", "which no plan said") {
      guard var policy = $0.snapshot.inventory.policies["crypto"] else { return }
      policy.name = "more"
      $0.snapshot.inventory.policies["more"] = policy
    },
    Fault("words that somebody wrote", "is described by") {
      $0.snapshot.inventory.accessPoints["console-made"]?.description = "kmsctl was here"
    },
    Fault("a key in use", "is gone, which no plan said") { outcome in
      guard let id = outcome.snapshot.applications["web"]?.current?.id else { return }
      outcome.snapshot.inventory.clientKeys[id] = nil
    },
    Fault("a marker that nobody can read", "cannot be read") { outcome in
      let text = outcome.snapshot.inventory.accessPoints["web"]?.description ?? ""
      outcome.snapshot.inventory.accessPoints["web"]?.description =
        text.replacing(" d=", with: " d=x")
    },
    Fault("a control character", "prints controls") { $0.said[0, default: ""] += "\u{1b}[31m" },
    Fault("an endless text", "prints an over-long value") {
      $0.said[0, default: ""] += String(repeating: "x", count: 70_000)
    },
    Fault("a write of a reading command", "a reading command wrote", in: .read(.plan)) {
      $0.snapshot.inventory.revision += 1
    },
    Fault("a line that is not so", "says what is not so", in: .read(.drift)) {
      $0.said[0, default: ""] += "policy/crypto is gone\n"
    },
    Fault("a line that is left out", "says what is not so", in: .read(.drift)) {
      $0.said[0] = ""
    },
  ]

  @Test(arguments: faults)
  func whatIsNotSoIsFound(fault: Fault) throws {
    let start = StartingPoint.overlapping
    let snapshot = try start.snapshot()
    let truth = try Simulation(
      scenario: Scenario(start: start, actors: [.run(fault.command)]), snapshot: snapshot,
      hasFinale: false
    ).play()
    let cell = MatrixCell(
      row: 0, command: fault.command, start: start, operation: "DescribePolicy", number: 0,
      rewriting: Rewriting(path: [.member("Arn")], kind: .missing))
    let judge = CellJudge(before: snapshot.inventory, undisturbed: truth, cell: cell)
    #expect(truth.statuses[0] == 0)
    #expect(judge.reproach(truth) == nil)
    var outcome = truth
    fault.plant(&outcome)
    #expect(judge.reproach(outcome)?.contains(fault.reproach) == true)
  }
}
