internal import Diagnostics
internal import KMSModel

/// Turns the life of client keys into changes and steps; `KeySchedule` has decided everything.
struct ClientKeyPlanner {
  let context: PlanContext
  var plan = ClientKeyPlan()
  var findings = Findings()

  init(_ context: PlanContext) { self.context = context }

  mutating func plan(_ accessPoints: [String: Item<AccessPointSpec>]) {
    let schedule = KeySchedule(
      facts(accessPoints), settings: context.stack.keys, options: context.options.keys)
    plan.bases = accessPoints.compactMapValues(basis)
    let names = Set(context.desired.clientKeys.keys).union(accessPoints.keys)
    for name in names.sorted() {
      let id = ResourceID(.clientKey, name)
      let item = accessPoints[name]
      guard context.scope.contains(id), !context.unread.contains(id) else { continue }
      if let item { noteAdoption(item) }
      if let desired = context.desired.clientKeys[name] {
        guard canHaveKeys(id, desired, item), let one = schedule.lifecycles[name] else { continue }
        guard one.isDeferred || !leaves(id, to: one.hold, desired.place) else { continue }
        planDeclared(id, desired, one)
        noteKeyOfOthers(id, item, one)
      } else if let item, !context.options.keys.isKeyRun {
        planUndeclared(id, item)
      }
    }
    refuseWhatCannotBe(schedule)
  }

  /// What is known of every access point whose marker can hold keys.
  private func facts(_ accessPoints: [String: Item<AccessPointSpec>]) -> [KeyFacts] {
    accessPoints.values.sorted { $0.id < $1.id }.compactMap { item in
      let id = ResourceID(.clientKey, item.id.name)
      guard context.writesMarkers, context.scope.contains(id), !context.unread.contains(id),
        let marker = keyMarker(item)
      else { return nil }
      let isNew = item.verdict == .replace && !context.options.keys.isKeyRun
      return KeyFacts(
        place: .init(
          account: context.stack.account, region: context.stack.region, accessPoint: id.name),
        keys: isNew ? [] : context.live.clientKeys[id.name] ?? [], marker: marker,
        hold: context.live.holds[id.name], accepted: context.stack.acceptedKeyIDs,
        spec: context.desired.clientKeys[id.name]?.spec, now: context.live.now,
        digest: context.digest)
    }
  }

  /// What an access point says beside its marker when the steps of its keys begin.
  private func basis(_ item: Item<AccessPointSpec>) -> Step.Basis? {
    if item.verdict != .untouched, !context.options.keys.isKeyRun, let target = item.target {
      return Step.Basis(description: target.description, spec: target.spec)
    }
    return item.live.map { Step.Basis(description: $0.reading.description, spec: $0.spec) }
  }

  /// The marker that holds the keys after this run's updates; a run about keys alone has none.
  func keyMarker(_ item: Item<AccessPointSpec>) -> Marker? {
    guard !context.options.keys.isKeyRun else {
      return item.desired == nil ? nil : item.ownership?.ourMarker
    }
    switch item.verdict {
    case .untouched: return item.ownership?.ourMarker
    case .create, .update, .replace: return item.target?.marker
    case .delete: return nil
    }
  }

  /// Whether there is, or will be, a marker to keep a key in; says why not.
  private mutating func canHaveKeys(
    _ id: ResourceID, _ desired: DesiredObject<ClientKeySpec>, _ item: Item<AccessPointSpec>?
  ) -> Bool {
    guard context.writesMarkers else {
      findings.warnings.append(
        PlanWarning(
          id, "\(id) is only reported: 'ownership: none' issues no client keys",
          place: desired.place))
      return false
    }
    let accessPoint = ResourceID(.accessPoint, id.name)
    if context.options.keys.isKeyRun {
      guard item.flatMap(keyMarker) == nil else { return true }
      guard !context.options.keys.names(id.name) else { return false }
      findings.warnings.append(
        PlanWarning(
          id,
          "\(id) is left out: \(accessPoint.shortForm) is not this stack's yet; 'kmsctl apply' "
            + "makes or adopts it first", place: desired.place))
      return false
    }
    guard let item, item.live != nil || item.verdict == .create else {
      guard !context.unread.contains(accessPoint) else { return false }
      findings.refusals.append(ReferrerRefusal.missing(accessPoint, id))
      return false
    }
    return true
  }

  /// Whether another run is at an access point's keys: then the plan says so and does nothing there.
  private mutating func leaves(
    _ id: ResourceID, to hold: RunHold?, _ place: SourceLocation?
  ) -> Bool {
    guard let hold else { return false }
    findings.held.append(HeldKey(id: id, hold: hold, place: place))
    return true
  }

  private mutating func planUndeclared(_ id: ResourceID, _ item: Item<AccessPointSpec>) {
    guard item.verdict != .delete, item.verdict != .replace,
      let marker = keyMarker(item)
    else { return }
    // Only a run over all manifests, or one that names the key, knows that it is not declared.
    guard context.scope.mayDelete, item.desired != nil else { return }
    let hold = context.live.holds[id.name]
    if hold == nil, marker.intent != nil {
      findings.warnings.append(
        PlanWarning(
          id,
          "an interrupted issue of a client key on \(item.id.shortForm) stays unfinished, "
            + "because no client key is declared"))
    }
    let delivered = Set(marker.keys.filter { $0.origin != .elsewhere }.map(\.shortID))
    let going = (context.live.clientKeys[id.name] ?? [])
      .filter { delivered.contains($0.shortID) }
      .sorted { ($0.notAfter, $0.id) < ($1.notAfter, $1.id) }
    guard !going.isEmpty, !leaves(id, to: hold, nil) else { return }
    let dying = going.map { DyingKey(id: $0.id, notAfter: $0.notAfter, isRecorded: true) }
    plan.removals += going.map { .init(accessPoint: id.name, keyID: $0.id) }
    plan.changes.append(
      Change(
        id: id, action: .delete, origin: .git, group: .change, reason: "no longer declared",
        dyingKeys: dying))
    guard !context.options.allowDelete.contains(id) else { return }
    findings.refusals.append(
      Refusal(
        .deletionNotAllowed, id, "\(id) is no longer declared, and \(ConsentCheck.keys(dying))",
        nextStep: "to allow exactly this: --allow-delete \(id)"))
  }
}

extension KeyOptions {
  /// Whether somebody named this access point.
  func names(_ accessPoint: String) -> Bool {
    rotateNow.contains(accessPoint) || compromised.contains(accessPoint)
  }
}
