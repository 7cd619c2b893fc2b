import KMSModel
import Synchronization

@testable import KMSSandbox

extension StartingPoint {
  // 2026-12-01T10:00:00Z
  private static let beginning: Int64 = 1_796_119_200_000
  private static let day: Int64 = 86_400_000
  private static let known = Mutex<[StartingPoint: Snapshot]>([:])

  /// The account and the applications; made once, by runs of kmsctl, on the first call.
  func snapshot() throws -> Snapshot {
    if let found = Self.known.withLock({ $0[self] }) { return found }
    let made = try make()
    Self.known.withLock { $0[self] = made }
    return made
  }

  private func make() throws -> Snapshot {
    let base = Command.apply(.base)
    switch self {
    case .empty:
      return Snapshot(
        inventory: .seed(), applications: [:], time: Self.beginning, keyCount: 0)
    case .delivered: return try Self.after(.empty, [base])
    case .due: return try Self.after(.delivered, [], days: 310)
    case .overlapping: return try Self.after(.due, [base], days: 10)
    case .retirable: return try Self.after(.due, [base], days: 40)
    case .begun: return try Self.after(.due, [base], dying: .change(1), afterWork: false)
    case .named: return try Self.after(.due, [base], dying: .change(2), afterWork: true)
    case .published: return try Self.after(.due, [base], dying: .change(3), afterWork: false)
    case .orphaned:
      var snapshot = try StartingPoint.delivered.snapshot()
      guard var twin = snapshot.inventory.clientKeys.all.first else { return snapshot }
      snapshot.keyCount += 1
      twin.id = KeyCounter(snapshot.keyCount - 1).id()
      twin.certificatePEM = try KeyPool.halves(snapshot.keyCount).certificatePEM
      snapshot.inventory.clientKeys[twin.id] = twin
      return snapshot
    case .foreign:
      var snapshot = try StartingPoint.delivered.snapshot()
      snapshot.inventory.networkRules["vpc"]?.description = "production VPC"
      snapshot.inventory.policies["crypto"]?.description = ""
      snapshot.inventory.accessPoints["web"]?.description = "the shop"
      return snapshot
    }
  }

  /// Plays commands one after the other, the last of which may die on the way.
  private static func after(
    _ start: StartingPoint, _ commands: [Command],
    dying target: FaultPoint.Target? = nil, afterWork: Bool = false, days: Int64 = 0
  ) throws -> Snapshot {
    var snapshot = try start.snapshot()
    if !commands.isEmpty {
      var scenario = Scenario(start: start, actors: commands.map { .run($0) })
      if let target {
        scenario.faults = [
          FaultPoint(
            actor: commands.count - 1, target: target, fault: .killed(afterWork: afterWork))
        ]
      }
      snapshot = try Simulation(scenario: scenario, snapshot: snapshot, hasFinale: false).play()
        .snapshot
    }
    snapshot.time += days * day
    return snapshot
  }
}
