internal import Diagnostics
internal import KMSModel

/// The client keys on this stack's access points that no marker records, and what became of those
/// that somebody accepted.
struct KeysOfOthers {
  /// Drift: nobody said that they may be there.
  private(set) var unknown: [UnknownKey] = []
  /// Accepted keys, and those that this run has nothing to say about.
  private(set) var leftAlone: [Coverage.LeftAlone] = []
  /// Acceptances that are good for nothing any more.
  private(set) var warnings: [PlanWarning] = []

  private let context: PlanContext
  /// The accepted ids that stand on an access point of this stack and are not recorded there.
  private var inUse: Set<String> = []
  private let accepted: Set<String>

  init(_ context: PlanContext, _ accessPoints: [String: Item<AccessPointSpec>]) {
    self.context = context
    accepted = context.stack.acceptedKeyIDs
    for item in accessPoints.values.sorted(by: { $0.id < $1.id }) { look(at: item) }
    reportUselessAcceptances()
  }

  private mutating func look(at item: Item<AccessPointSpec>) {
    // What goes with its access point is listed with that change.
    guard item.verdict != .delete, item.verdict != .replace else { return }
    let id = ResourceID(.clientKey, item.id.name)
    let live = (context.live.clientKeys[id.name] ?? []).sorted { $0.id < $1.id }
    guard let marker = marker(of: item) else {
      // Without a marker nobody can tell whose keys these are: 'ownership: none'.
      guard item.ownership?.isOurs == true else { return }
      return leaveAlone(live, id, .unrecordedKey)
    }
    let known = Set(marker.keys.map(\.shortID))
    let orphans = Set(OrphanKeys(live, marker: marker).all.map(\.id))
    let strangers = live.filter { key in
      !known.contains(key.shortID) && !orphans.contains(key.id)
        && marker.intent?.isOf(key) != true
    }
    inUse.formUnion(strangers.map(\.id).filter(accepted.contains))
    leaveAlone(strangers.filter { accepted.contains($0.id) }, id, .acceptedKey)
    let others = strangers.filter { !accepted.contains($0.id) }
    guard isLookedAt(item) else { return leaveAlone(others, id, .unrecordedKey) }
    unknown += others.map {
      UnknownKey($0, region: context.stack.region, now: context.live.now)
    }
  }

  /// The marker that tells whose keys these are: of an access point that is or becomes this stack's.
  private func marker(of item: Item<AccessPointSpec>) -> Marker? {
    guard !context.options.keys.isKeyRun, let target = item.target else {
      return item.ownership?.ourMarker
    }
    return target.marker
  }

  /// Whether this run says anything about an access point's keys.
  private func isLookedAt(_ item: Item<AccessPointSpec>) -> Bool {
    let id = ResourceID(.clientKey, item.id.name)
    return (item.desired != nil || context.scope.mayDelete) && context.scope.contains(item.id)
      && !context.options.excludes.matches(id)
  }

  private mutating func leaveAlone(
    _ keys: [LiveClientKey], _ id: ResourceID, _ reason: Coverage.LeftAlone.Reason
  ) {
    leftAlone += keys.map { .init(id: id, reason: reason, keyID: $0.id) }
  }

  // MARK: Acceptances

  /// An acceptance outlives its key unnoticed, unless somebody says so.
  private mutating func reportUselessAcceptances() {
    guard !context.scope.isPartial, !context.options.keys.isKeyRun else { return }
    let live = context.live.clientKeys.values.joined()
    for acceptance in context.stack.acceptedKeys where !inUse.contains(acceptance.value) {
      let entry = ResourceID(.clientKey, acceptance.value)
      let found: String
      if let key = live.first(where: { $0.id == acceptance.value }) {
        found = "is on aap/\(key.accessPoint), \(whyUseless(key))"
      } else if seesEveryKey {
        found = "is gone"
      } else {
        // Unread is not absent.
        continue
      }
      warnings.append(
        PlanWarning(
          entry,
          "\(entry) is accepted in 'spec.external' and \(found): remove the entry",
          place: acceptance.location))
    }
  }

  private func whyUseless(_ key: LiveClientKey) -> String {
    let id = ResourceID(.accessPoint, key.accessPoint)
    let isOurs =
      context.live.accessPoints[key.accessPoint].map {
        Ownership(
          $0.reading, of: id, isDeclared: context.desired.accessPoints[id.name] != nil,
          in: context.stack, digest: context.digest
        ).isOurs
      } ?? false
    return isOurs ? "where kmsctl knows it anyway" : "which is not this stack's"
  }

  /// Whether all keys of the account were read, so that one that was not found is gone.
  private var seesEveryKey: Bool {
    let kinds: Set<ResourceKind> = [.accessPoint, .clientKey]
    return !context.live.ignored.contains { kinds.contains($0.kind) }
      && context.live.unreadable.allSatisfy { entry in
        entry.id.map { !kinds.contains($0.kind) }
          ?? !["ListApplicationAccessPoints", "ListClientKeys"].contains(entry.operation)
      }
  }
}
