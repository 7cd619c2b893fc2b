internal import KMSModel

extension ClientKeyPlanner {
  /// The changes and steps of one access point whose key is declared.
  mutating func planDeclared(
    _ id: ResourceID, _ desired: DesiredObject<ClientKeySpec>, _ lifecycle: KeyLifecycle
  ) {
    reportPlaces(id, desired, lifecycle)
    planIssue(id, desired, lifecycle)
    for key in lifecycle.keys {
      switch key.state {
      case .orphan where key.nextAction == .remove:
        remove(
          key, .orphan, id, desired, lifecycle, .delete, .missing, .bookkeeping,
          "\(key.live.id): issued twice after a lost answer; nobody has its private half")
      case .expired where key.nextAction == .remove || lifecycle.issues:
        remove(
          key, .expired, id, desired, lifecycle, .delete, .clock, .scheduled,
          "it has expired at \(key.live.notAfter)")
      case _ where goesAsCompromised(key, lifecycle):
        remove(
          key, .compromised, id, desired, lifecycle, .delete, .git, .change,
          key.isRevoked && key.isDispensable
            ? "it may be compromised, and its successor is delivered: it still lives"
            : "it may be compromised: it goes as soon as its successor is delivered")
      case _ where context.options.keys.retire.contains(key.live.id):
        guard mayRetire(key, lifecycle) else { continue }
        remove(
          key, .requested, id, desired, lifecycle, .delete, .git, .change,
          KeyReasons.requested(key))
      case .retirable:
        planRetirement(of: key, id, desired, lifecycle)
      case .current, .overlapping, .expired, .pending, .elsewhere, .unrecorded, .orphan: continue
      }
    }
  }

  /// Whether a key that still lives goes because it may be compromised: now, or once this run's issue
  /// is delivered.
  private func goesAsCompromised(_ key: KeyLifecycle.Key, _ lifecycle: KeyLifecycle) -> Bool {
    guard key.isRecorded, key.live.notAfter > lifecycle.now else { return false }
    if key.isRevoked { return key.isDispensable || lifecycle.issues }
    return lifecycle.issues && context.options.keys.compromised.contains(lifecycle.accessPoint)
  }

  private mutating func planIssue(
    _ id: ResourceID, _ desired: DesiredObject<ClientKeySpec>, _ lifecycle: KeyLifecycle
  ) {
    let (reason, group): (String, Change.Group)
    switch lifecycle.issue {
    case .notManaged, .fresh, .held, .stuck: return
    case .recovering: (reason, group) = ("finishes an interrupted issue", .change)
    case .missing(let absence):
      (reason, group) = (KeyReasons.absence(absence), absence.isOfTheClock ? .scheduled : .change)
    case .due(let since, let why):
      (reason, group) = (KeyReasons.due(since, why), why == .scheduled ? .scheduled : .change)
    case .heldBack(let since, let hold):
      return report(
        id, desired, lifecycle, KeyReasons.heldBack(since, hold), isMissing: since == nil)
    }
    guard !lifecycle.isDeferred else {
      return report(
        id, desired, lifecycle, "issue deferred to 'kmsctl key rotate --due': \(reason)",
        isMissing: group == .change)
    }
    plan.issues.append(
      .init(
        accessPoint: id.name, spec: desired.spec, isRecovery: lifecycle.issue == .recovering,
        replaces: lifecycle.newestShortID,
        besides: context.options.keys.names(id.name)
          ? lifecycle.keys.map(\.live.shortID).sorted() : nil,
        revokesOthers: context.options.keys.compromised.contains(id.name),
        waitsForRemovals: lifecycle.waitsForRetirement && lifecycle.issue.isRotation
          && !lifecycle.needsRemovals))
    plan.changes.append(
      Change(
        id: id, action: .create, origin: group == .scheduled ? .clock : .missing, group: group,
        fields: [
          FieldChange(
            "validity", .single(before: nil, after: desired.spec.validity.description),
            place: desired.fieldPlaces["validity"]),
          FieldChange(
            "deliverTo",
            .set(
              added: desired.spec.destinations.map(\.description).sorted(), removed: [], kept: []),
            place: desired.fieldPlaces["deliverTo"]),
        ], reason: reason, place: desired.place, key: lifecycle.replaced.map(ChangedKey.init)))
  }

  private mutating func planRetirement(
    of key: KeyLifecycle.Key, _ id: ResourceID, _ desired: DesiredObject<ClientKeySpec>,
    _ lifecycle: KeyLifecycle
  ) {
    if let hold = lifecycle.retirementHold {
      return report(
        id, desired, key, KeyReasons.waitingRetirement(key, hold))
    }
    remove(
      key, .retired, id, desired, lifecycle, .retire, .clock, .scheduled,
      KeyReasons.retirement(key, desired.spec.rotation.overlap))
  }

  private mutating func remove(
    _ key: KeyLifecycle.Key, _ cause: Step.ClientKeyDeletion.Cause, _ id: ResourceID,
    _ desired: DesiredObject<ClientKeySpec>, _ lifecycle: KeyLifecycle, _ action: Change.Action,
    _ origin: Change.Origin, _ group: Change.Group, _ reason: String
  ) {
    guard !lifecycle.isDeferred else {
      let word = cause == .retired ? "retire" : "removal"
      let text = "\(word) deferred to 'kmsctl key rotate --due': \(reason)"
      // The clock has no part in a key that somebody called compromised.
      return cause == .compromised
        ? report(id, desired, key, text, .git, .change) : report(id, desired, key, text)
    }
    let removal = ClientKeyPlan.Removal(
      accessPoint: id.name, keyID: key.live.id, cause: cause, spec: desired.spec)
    if cause == .compromised, !(key.isRevoked && key.isDispensable) {
      plan.lateRemovals.append(removal)
    } else {
      plan.removals.append(removal)
    }
    plan.changes.append(
      Change(
        id: id, action: action, origin: origin, group: group, reason: reason,
        place: desired.place, key: ChangedKey(key)))
  }

  private mutating func report(
    _ id: ResourceID, _ desired: DesiredObject<ClientKeySpec>, _ lifecycle: KeyLifecycle,
    _ reason: String, isMissing: Bool
  ) {
    if isMissing {
      report(id, desired, lifecycle.replaced, reason, .missing, .change)
    } else {
      report(id, desired, lifecycle.replaced, reason)
    }
  }

  /// Says what is due, but for a reason is not done now; what is missing is not the clock's doing.
  private mutating func report(
    _ id: ResourceID, _ desired: DesiredObject<ClientKeySpec>, _ key: KeyLifecycle.Key?,
    _ reason: String, _ origin: Change.Origin = .clock, _ group: Change.Group = .scheduled
  ) {
    plan.changes.append(
      Change(
        id: id, action: .report, origin: origin, group: group, reason: reason,
        place: desired.place, key: key.map(ChangedKey.init)))
  }
}

extension KeyLifecycle {
  /// The key whose successor is issued.
  fileprivate var replaced: Key? {
    keys.first { if case .rotate = $0.nextAction { true } else { false } }
  }
}

extension KeyLifecycle.Issue {
  /// Whether the current key is still good, so that its successor may wait.
  fileprivate var isRotation: Bool {
    switch self {
    case .due(_, .scheduled), .due(_, .requested): true
    case .due, .missing, .recovering, .held, .notManaged, .fresh, .heldBack, .stuck: false
    }
  }
}

extension KeyLifecycle.Absence {
  fileprivate var isOfTheClock: Bool {
    if case .expired = self { true } else { false }
  }
}

extension ChangedKey {
  init(_ key: KeyLifecycle.Key) {
    self.init(id: key.live.id, notAfter: key.live.notAfter, daysLeft: key.daysLeft)
  }
}
