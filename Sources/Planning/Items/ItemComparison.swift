internal import KMSModel

/// Compares one declared object with its live form.
struct ItemComparison<Spec: ManagedSpec> {
  private(set) var item: Item<Spec>
  private(set) var refusals: [Refusal] = []
  private(set) var warnings: [PlanWarning] = []

  private let context: PlanContext
  private let desired: DesiredObject<Spec>
  private let live: LiveObject<Spec>
  /// The live spec with stand-ins taken for what they stand in for.
  private let liveSpec: Spec
  private let liveDescription: String

  init(
    context: PlanContext, item: Item<Spec>, _ desired: DesiredObject<Spec>,
    _ live: LiveObject<Spec>, _ reading: MarkerReading
  ) {
    self.context = context
    self.item = item
    self.desired = desired
    self.live = live
    liveSpec = live.spec.renamingReferences(context.referenceOriginals(of: Spec.kind))
    liveDescription = MarkerText.canonical(reading.description)
  }

  mutating func compareOurs(_ marker: Marker?) {
    let found = buriedKeys(marker)
    var known = marker
    for key in found { known?.recordDelivery(of: key.shortID, at: context.live.now) }
    setTarget(keys: known?.keys ?? [], intent: marker?.intent, extras: marker?.extras)
    if !context.writesMarkers, !isEqual { warnings.append(unmarkedWarning) }
    guard isEqual else { return change(.update, marker) }
    guard let marker, let target = item.target?.marker else { return follow() }
    let isKnown = marker.appliedDigest.version == AppliedDigest.currentVersion
    let isStale = isKnown && marker.appliedDigest != target.appliedDigest
    guard
      isStale || marker.isProtected != target.isProtected || marker.isStandIn || !found.isEmpty
    else { return follow() }
    change(.markerOnly, marker)
  }

  /// Keys that are in use where the manifest wants them, and that no marker records: two updates of
  /// the marker crossed on their way, and the one that landed last knew nothing of the key.
  private mutating func buriedKeys(_ marker: Marker?) -> [LiveClientKey] {
    guard let marker, marker.intent == nil, item.id.kind == .accessPoint else { return [] }
    let found = (context.live.clientKeys[item.id.name] ?? [])
      .filter { key in
        context.live.heldUnrecorded.contains(key.id)
          && !marker.keys.contains { $0.shortID == key.shortID }
      }
      .sorted { ($0.notBefore, $0.id) < ($1.notBefore, $1.id) }
    for key in found {
      warnings.append(
        PlanWarning(
          ResourceID(.clientKey, item.id.name),
          "client key \(key.id) is delivered here and not recorded, perhaps because two runs "
            + "wrote the marker of \(item.id.shortForm) at the same time; it will be recorded",
          place: desired.place))
    }
    return found
  }

  mutating func compareUnowned() {
    setTarget(keys: liveKeysOfOthers, intent: nil, extras: nil)
    // The words stay as they are, to the last blank: an adoption changes the marker alone.
    if isEqual, case .none(let words) = live.reading { item.target?.description = words }
    change(.adopt, nil)
    guard !isEqual, desired.adoption != .always, !context.options.adopt.contains(item.id) else {
      return
    }
    refusals.append(
      RefusalText.adoption(item.id, item.change?.fields.map(\.name) ?? [], at: desired.place))
  }

  mutating func compareForeign(_ marker: Marker) {
    guard case .fromStack(let stack) = desired.adoption, stack == marker.owner.stack else {
      refusals.append(RefusalText.foreign(item.id, marker.owner, at: desired.place))
      return
    }
    setTarget(keys: marker.keys, intent: marker.intent, extras: marker.extras)
    change(.move, marker)
    if marker.isProtected, !desired.isProtected {
      warnings.append(
        PlanWarning(
          item.id,
          "\(item.id.shortForm) is protected in stack '\(stack)' and will not be here",
          place: desired.place))
    }
  }

  mutating func refuseNewer(_ marker: NewerMarker) {
    refusals.append(
      RefusalText.newerMarker(item.id, marker, isDeclared: true, at: desired.place))
  }

  mutating func refuseDamaged(_ reason: String) {
    let maker = TargetMaker(context: context)
    let text = DamagedMarkerText(
      id: item.id, reason: reason, liveText: live.rawDescription,
      right: maker.target(desired).marker)
    refusals.append(text.declared(at: desired.place))
  }

  private var unmarkedWarning: PlanWarning {
    let loss = live.reading.marker == nil ? "" : ", and the marker in its Description goes"
    return PlanWarning(
      item.id,
      "'ownership: none' cannot tell whose \(item.id.shortForm) is: it is changed because it is "
        + "declared\(loss)", place: desired.place)
  }

  private var isEqual: Bool {
    liveSpec == desired.spec && liveDescription == MarkerText.canonical(desired.description)
  }

  /// The client keys that live on an access point nobody owned: somebody else delivered them.
  private var liveKeysOfOthers: [RecordedKey] {
    guard Spec.kind == .accessPoint, context.writesMarkers else { return [] }
    return (context.live.clientKeys[item.id.name] ?? [])
      .filter { $0.notAfter > context.live.now }
      .sorted { ($0.notAfter, $0.id) < ($1.notAfter, $1.id) }
      .map { RecordedKey(shortID: $0.shortID, origin: .elsewhere) }
  }

  private mutating func setTarget(
    keys: [RecordedKey], intent: KeyIntent?, extras: MarkerExtras?
  ) {
    let maker = TargetMaker(context: context)
    let replaces = !live.spec.canBecome(desired.spec)
    var target = maker.target(
      desired, keys: replaces ? [] : keys, intent: replaces ? nil : intent, extras: extras)
    target.spec = desired.spec.formed(like: live.spec)
    refusals += maker.refusals(for: target, desired)
    item.target = target
  }

  private mutating func change(_ action: Change.Action, _ marker: Marker?) {
    let isReplaced = !live.spec.canBecome(desired.spec)
    item.verdict = isReplaced ? .replace : .update
    let digest = liveSpec.appliedDigest(description: liveDescription, using: context.digest)
    let wanted = desired.spec.appliedDigest(
      description: MarkerText.canonical(desired.description), using: context.digest)
    let origin =
      action == .adopt
      ? .adopt : OriginReading.origin(marker: marker, live: digest, desired: wanted)
    item.change = Change(
      id: item.id, action: isReplaced ? .replace : action, origin: origin,
      group: action == .markerOnly ? .bookkeeping : origin == .drift ? .drift : .change,
      fields: FieldComparison.fields(from: (liveDescription, liveSpec), to: desired),
      widenings: desired.spec.widenings(from: liveSpec), reason: reason(action, marker),
      place: desired.place)
  }

  /// A live object that equals its manifest but still refers to a stand-in goes back.
  private mutating func follow() {
    guard live.spec != desired.spec else { return }
    item.verdict = .update
  }

  private func reason(_ action: Change.Action, _ marker: Marker?) -> String? {
    switch action {
    case .adopt: "was live without an owner"
    case .move: "was stack '\(marker?.owner.stack ?? "")'s"
    case .markerOnly: "kmsctl's marker lags behind"
    case .create, .update, .replace, .delete, .retire, .report: nil
    }
  }
}
