internal import KMSModel

/// Decides which client keys are issued and which go.
///
/// The seam for rotation and retirement is `need(of:_:)`: a further reason there, with the group
/// `.scheduled`, is all a rotation adds; retirement adds removals.
struct ClientKeyPlanner {
  let context: PlanContext
  private(set) var plan = ClientKeyPlan()
  private(set) var findings = Findings()

  init(_ context: PlanContext) { self.context = context }

  mutating func plan(_ accessPoints: [String: Item<AccessPointSpec>]) {
    let names = Set(context.desired.clientKeys.keys).union(accessPoints.keys)
    for name in names.sorted() {
      let id = ResourceID(.clientKey, name)
      let item = accessPoints[name]
      reportUnrecorded(id, item)
      guard context.scope.contains(id), !context.unread.contains(id) else { continue }
      if let desired = context.desired.clientKeys[name] {
        planDeclared(id, desired, item)
      } else if let item {
        planUndeclared(id, item)
      }
    }
  }

  private mutating func planDeclared(
    _ id: ResourceID, _ desired: DesiredObject<ClientKeySpec>, _ item: Item<AccessPointSpec>?
  ) {
    guard context.writesMarkers else {
      findings.warnings.append(
        PlanWarning(
          id, "\(id) is only reported: 'ownership: none' issues no client keys",
          place: desired.place))
      return
    }
    guard let item, item.live != nil || item.verdict == .create else {
      guard !context.unread.contains(ResourceID(.accessPoint, id.name)) else { return }
      findings.refusals.append(ReferrerRefusal.missing(ResourceID(.accessPoint, id.name), id))
      return
    }
    // An access point that is refused, or goes, has no marker to keep a key in.
    guard let marker = item.keyMarker else { return }
    removeOrphans(id, desired, item, marker)
    guard let need = need(of: id, item, marker) else { return }
    plan.issues.append(
      .init(accessPoint: id.name, spec: desired.spec, isRecovery: need.isRecovery))
    plan.changes.append(
      Change(
        id: id, action: .create, origin: .missing, group: need.group,
        fields: [
          FieldChange(
            "validity", .single(before: nil, after: desired.spec.validity.description),
            place: desired.fieldPlaces["validity"])
        ], reason: need.reason, place: desired.place))
  }

  /// Why a key is issued; nothing when one the marker knows is alive.
  private func need(
    of id: ResourceID, _ item: Item<AccessPointSpec>, _ marker: Marker
  ) -> (reason: String, group: Change.Group, isRecovery: Bool)? {
    if marker.intent != nil { return ("finishes an interrupted issue", .change, true) }
    guard let last = marker.keys.last else { return ("none yet", .change, false) }
    let live = item.verdict == .replace ? [] : context.live.clientKeys[id.name] ?? []
    let known = marker.keys.compactMap { key in live.first { $0.shortID == key.shortID } }
    guard !known.contains(where: { $0.notAfter > context.live.now }) else { return nil }
    guard let newest = known.max(by: { $0.notAfter < $1.notAfter }) else {
      return ("recorded key KAAP.\(last.shortID)… is gone", .change, false)
    }
    return ("recorded key \(newest.id) expired at \(newest.notAfter)", .scheduled, false)
  }

  private mutating func planUndeclared(_ id: ResourceID, _ item: Item<AccessPointSpec>) {
    guard item.verdict != .delete, item.verdict != .replace,
      let marker = item.keyMarker
    else { return }
    // Only a run over all manifests, or one that names the key, knows that it is not declared.
    guard context.scope.mayDelete, item.desired != nil else { return }
    if marker.intent != nil {
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
    guard !going.isEmpty else { return }
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

  /// Removes what a lost call of our own left after it landed late.
  private mutating func removeOrphans(
    _ id: ResourceID, _ desired: DesiredObject<ClientKeySpec>, _ item: Item<AccessPointSpec>,
    _ marker: Marker
  ) {
    guard item.verdict != .replace else { return }
    let orphans = OrphanKeys(context.live.clientKeys[id.name] ?? [], marker: marker).all
    guard !orphans.isEmpty else { return }
    plan.removals += orphans.map {
      .init(accessPoint: id.name, keyID: $0.id, cause: .orphan, spec: desired.spec)
    }
    let names = orphans.map(\.id).joined(separator: ", ")
    plan.changes.append(
      Change(
        id: id, action: .delete, origin: .missing, group: .bookkeeping,
        reason: "\(names): issued twice after a lost answer; nobody has its private half",
        place: desired.place))
  }

  /// Lists the keys on this stack's access points that no marker knows.
  private mutating func reportUnrecorded(_ id: ResourceID, _ item: Item<AccessPointSpec>?) {
    guard let item, item.ownership?.isOurs == true || item.target != nil,
      item.verdict != .delete, item.verdict != .replace
    else { return }
    let marker = item.keyMarker
    let known = Set(marker?.keys.map(\.shortID) ?? [])
    let live = context.live.clientKeys[id.name] ?? []
    let orphans = marker.map { Set(OrphanKeys(live, marker: $0).all.map(\.id)) } ?? []
    let unrecorded = live.filter { key in
      !known.contains(key.shortID) && !orphans.contains(key.id)
        && marker?.intent?.isOf(key) != true
    }
    findings.leftAlone += unrecorded.map {
      .init(id: id, reason: .unrecordedKey, keyID: $0.id)
    }
  }
}

extension Item where Spec == AccessPointSpec {
  /// The marker that holds the keys after this run's updates.
  fileprivate var keyMarker: Marker? {
    switch verdict {
    case .untouched: ownership?.ourMarker
    case .create, .update, .replace: target?.marker
    case .delete: nil
    }
  }
}
