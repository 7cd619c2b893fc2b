internal import KMSModel

/// Puts the parts of a plan together and sorts them.
struct PlanAssembly {
  let context: PlanContext

  func plan(
    changes: [Change], outcome: StepPlanner.Outcome, findings: Findings, coverage: Coverage
  ) -> Plan {
    let stack = context.stack
    var refusals = findings.refusals
    var steps: [Step] = []
    switch outcome {
    case .steps(let found): steps = found
    case .circle(let ids): refusals.append(Self.noSafeOrder(ids))
    }
    // What is refused is looked at, not carried out: a plan with a refusal has no steps.
    if !refusals.isEmpty { steps = [] }
    let stepsByChange = Dictionary(grouping: steps, by: ChangeKey.init)
    return Plan(
      stack: .init(
        name: stack.owner.stack, uid: stack.owner.uid, account: stack.account,
        region: stack.region),
      isPartial: context.scope.isPartial,
      changes: changes.sorted { Self.order($0) < Self.order($1) }.map {
        var change = $0
        change.steps = ChangeKey.all(change).flatMap { stepsByChange[$0] ?? [] }.map(\.id).sorted()
        return change
      },
      steps: steps, refusals: Self.sorted(refusals),
      stuck: findings.stuck.sorted { $0.id < $1.id },
      held: findings.held.sorted { $0.id < $1.id },
      warnings: findings.warnings.sorted {
        (Self.key($0.id), $0.message) < (Self.key($1.id), $1.message)
      },
      notes: findings.notes.sorted {
        (Self.key($0.id), $0.message) < (Self.key($1.id), $1.message)
      },
      coverage: coverage)
  }

  private static func order(_ change: Change) -> (ResourceID, String, String) {
    (change.id, change.action.rawValue, change.key?.id ?? "")
  }

  private static func sorted(_ refusals: [Refusal]) -> [Refusal] {
    var seen: Set<Refusal> = []
    return refusals.filter { seen.insert($0).inserted }.sorted {
      (key($0.id), $0.rule.rawValue, $0.message) < (key($1.id), $1.rule.rawValue, $1.message)
    }
  }

  /// What is about no single object comes last.
  private static func key(_ id: ResourceID?) -> ResourceID {
    id ?? ResourceID(.clientKey, "\u{10FFFF}")
  }

  private static func noSafeOrder(_ ids: [ResourceID]) -> Refusal {
    let names = ids.map(\.shortForm).joined(separator: ", ")
    return Refusal(
      .noSafeOrder, ids.first,
      "in every order, some access would be wider on the way than before and after: the changes "
        + "of \(names) wait for each other",
      nextStep: "apply them in two commits, first what takes access away, then what gives it")
  }
}

/// What ties a step to its change: in one plan a client key can be issued and others can go.
private struct ChangeKey: Hashable {
  let id: ResourceID
  /// The key that goes, for the deletion of one.
  let goingKey: String?

  init(_ step: Step) {
    id = step.change
    if case .deleteClientKey(let deletion) = step.operation {
      goingKey = deletion.keyID
    } else {
      goingKey = nil
    }
  }

  private init(_ id: ResourceID, _ goingKey: String?) {
    self.id = id
    self.goingKey = goingKey
  }

  /// What the steps of a change may be found under.
  static func all(_ change: Change) -> [ChangeKey] {
    guard change.action != .report else { return [] }
    guard change.id.kind == .clientKey, [.delete, .retire].contains(change.action) else {
      return [ChangeKey(change.id, nil)]
    }
    let going = change.dyingKeys.map(\.id) + [change.key?.id].compactMap { $0 }
    return going.map { ChangeKey(change.id, $0) }
  }
}
