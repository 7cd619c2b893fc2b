internal import KMSModel

/// Decides, object by object, what a run does; what needs a second object is decided later.
struct ItemBuilder {
  let context: PlanContext
  var findings = Findings()

  init(_ context: PlanContext) { self.context = context }

  mutating func items<Spec: ManagedSpec>(_ type: Spec.Type) -> [String: Item<Spec>] {
    let desired = Spec.declared(in: context.desired)
    let live = Spec.found(in: context.live)
    var items: [String: Item<Spec>] = [:]
    for (name, object) in desired {
      items[name] = declared(object, live: live[name])
    }
    for (name, object) in live where desired[name] == nil {
      items[name] = undeclared(object)
    }
    return items
  }

  /// A declared client key cannot be judged when the stack ignores what is live.
  mutating func refuseIgnoredClientKeys() {
    for (name, object) in context.desired.clientKeys {
      let id = ResourceID(.clientKey, name)
      guard context.ignored.contains(id), context.scope.contains(id) else { continue }
      findings.refusals.append(RefusalText.ignored(id, at: object.place))
    }
  }

  private mutating func declared<Spec: ManagedSpec>(
    _ object: DesiredObject<Spec>, live: LiveObject<Spec>?
  ) -> Item<Spec> {
    var item = item(ResourceID(Spec.kind, object.name), object, live)
    guard !context.ignored.contains(item.id) else {
      findings.refusals.append(RefusalText.ignored(item.id, at: object.place))
      item.isInRun = false
      return item
    }
    guard item.isInRun else {
      if item.ownership?.isOurs == true { leaveAlone(item.id, .notTargeted) }
      return item
    }
    guard let live, let reading = item.reading, let ownership = item.ownership else {
      // Refused as a whole elsewhere; here it only must not be taken for absent.
      guard !context.unread.contains(item.id) else { return item }
      return creation(of: item, object)
    }
    var comparison = ItemComparison(context: context, item: item, object, live, reading)
    switch ownership {
    case .ours(let marker): comparison.compareOurs(marker)
    case .unowned: comparison.compareUnowned()
    case .other(let marker): comparison.compareForeign(marker)
    case .newer(let marker): comparison.refuseNewer(marker)
    case .damaged(let reason): comparison.refuseDamaged(reason)
    }
    findings.refusals += comparison.refusals
    findings.warnings += comparison.warnings
    return comparison.item
  }

  private mutating func creation<Spec: ManagedSpec>(
    of item: Item<Spec>, _ object: DesiredObject<Spec>
  ) -> Item<Spec> {
    var item = item
    let targets = TargetMaker(context: context)
    item.verdict = .create
    // Where an interrupted replacement left only the stand-in, its marker has them.
    item.target = targets.target(object, extras: context.standIns.extras(of: item.id))
    findings.refusals += targets.refusals(for: item.target, object)
    item.change = Change(
      id: item.id, action: .create, origin: .missing, group: .change,
      fields: FieldComparison.fields(from: nil, to: object),
      widenings: object.spec.widenings(from: nil), place: object.place)
    return item
  }

  private mutating func undeclared<Spec: ManagedSpec>(_ live: LiveObject<Spec>) -> Item<Spec> {
    var item = item(ResourceID(Spec.kind, live.name), nil, live)
    switch item.ownership {
    case .ours(let marker?):
      item.isStandIn = context.standIns.originals(of: Spec.kind)[live.name] != nil
      guard item.isInRun, context.scope.mayDelete else {
        leaveAlone(item.id, .notTargeted)
        return item
      }
      guard item.isStandIn || !marker.isStandIn else {
        leaveAlone(item.id, .strayStandIn)
        findings.warnings.append(Self.strayStandIn(item.id))
        return item
      }
      item.verdict = .delete
      item.change = deletion(of: item, live, marker)
    case .ours(nil), .unowned, nil: leaveAlone(item.id, .unmanaged)
    case .other(let marker): leaveAlone(item.id, .owned(by: marker.owner))
    case .newer(let marker) where item.isInRun && isPerhapsOurs(item.id, marker.text):
      findings.refusals.append(RefusalText.newerMarker(item.id, marker, isDeclared: false))
    case .newer(let marker):
      leaveAlone(item.id, marker.owner.map { .owned(by: $0) } ?? .newerMarker(marker.unknown))
    case .damaged(let reason) where item.isInRun && isPerhapsOurs(item.id, live.rawDescription):
      let marker = TargetMaker(context: context).marker(
        item.id, MarkerText.canonical(live.reading.description), live.spec)
      let text = DamagedMarkerText(
        id: item.id, reason: reason, liveText: live.rawDescription, right: marker)
      findings.refusals.append(text.undeclared)
    case .damaged(let reason):
      leaveAlone(item.id, .damaged(reason))
      findings.warnings.append(
        PlanWarning(item.id, "\(item.id.shortForm) is left alone: \(reason)"))
    }
    return item
  }

  /// A marker alone must not be enough to have an object deleted that no limit counts.
  private static func strayStandIn(_ id: ResourceID) -> PlanWarning {
    PlanWarning(
      id,
      "\(id.shortForm) is marked as a stand-in of this stack, and stands in for nothing that is "
        + "declared or live: it is never deleted; if an interrupted replacement left it, delete it "
        + "in the console, otherwise take the marker out of its Description")
  }

  private func deletion<Spec: ManagedSpec>(
    of item: Item<Spec>, _ live: LiveObject<Spec>, _ marker: Marker
  ) -> Change {
    guard !item.isStandIn else {
      return StandInLeftover(context: context, live: live, marker: marker).deletion(item.id)
    }
    let spec = live.spec.renamingReferences(context.referenceOriginals(of: Spec.kind))
    let digest = spec.appliedDigest(
      description: MarkerText.canonical(live.reading.description), using: context.digest)
    return Change(
      id: item.id, action: .delete,
      origin: OriginReading.origin(marker: marker, live: digest, desired: nil), group: .change,
      reason: "no longer declared")
  }

  /// Whether a damaged marker is one that this run would otherwise act on.
  private func isPerhapsOurs(_ id: ResourceID, _ text: String) -> Bool {
    guard context.scope.mayDelete, context.writesMarkers else { return false }
    let owner = context.stack.owner
    let hash = Marker.originHash(owner: owner, id: id, digest: context.digest)
    return MarkerText.names(owner, originHash: hash, in: text)
  }

  private func item<Spec: ManagedSpec>(
    _ id: ResourceID, _ desired: DesiredObject<Spec>?, _ live: LiveObject<Spec>?
  ) -> Item<Spec> {
    let reading = live?.reading
    let ownership = reading.map {
      Ownership(
        $0, of: id, isDeclared: desired != nil, in: context.stack, digest: context.digest)
    }
    return Item(
      id: id, desired: desired, live: live, reading: reading, ownership: ownership,
      isInRun: context.scope.contains(id))
  }

  private mutating func leaveAlone(_ id: ResourceID, _ reason: Coverage.LeftAlone.Reason) {
    findings.leftAlone.append(.init(id: id, reason: reason))
  }
}

extension PlanContext {
  /// What the references of this kind's specs mean, by stand-in name.
  func referenceOriginals(of kind: ResourceKind) -> [String: String] {
    switch kind {
    case .policy: standIns.networkRules
    case .accessPoint: standIns.policies
    case .networkRule, .clientKey: [:]
    }
  }
}
