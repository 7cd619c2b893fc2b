internal import KMSModel

/// Asks for the flags that deletions and replacements need.
struct ConsentCheck {
  let context: PlanContext
  private(set) var refusals: [Refusal] = []

  init(_ context: PlanContext) { self.context = context }

  mutating func check(_ world: inout World) {
    for name in world.accessPoints.keys.sorted() {
      guard let item = world.accessPoints[name], item.verdict == .delete || item.verdict == .replace
      else { continue }
      guard !refuseUnreadKeys(item) else { continue }
      world.accessPoints[name]?.change?.dyingKeys = dyingKeys(of: item)
      if item.verdict == .delete { askForDeletion(world.accessPoints[name] ?? item) }
    }
    checkEach(world.networkRules)
    checkEach(world.policies)
    checkEach(world.accessPoints)
    refusals += SafetyLimits(context: context, world: world).refusals
  }

  private mutating func checkEach<Spec: ManagedSpec>(_ items: [String: Item<Spec>]) {
    for item in items.values where !item.isStandIn {
      guard item.verdict == .delete || item.verdict == .replace else { continue }
      let isReplaced = item.verdict == .replace
      if item.reading?.marker?.isProtected == true || item.desired?.isProtected == true,
        item.ownership != .unowned
      {
        refuseProtected(item.id, isReplaced: isReplaced, item.change)
      }
      if isReplaced, !context.options.allowReplace.contains(item.id), !hasUnreadKeys(item.id) {
        askForReplacement(item)
      }
    }
  }

  private mutating func refuseProtected(_ id: ResourceID, isReplaced: Bool, _ change: Change?) {
    refusals.append(
      Refusal(
        .protected, id,
        "\(id.shortForm) is protected and would be \(isReplaced ? "replaced" : "deleted")",
        nextStep: "declare it without 'protected', apply that, then plan this change again",
        place: change?.place))
  }

  /// Nobody knows which client keys would die: that cannot be allowed, only be looked up.
  private mutating func refuseUnreadKeys(_ item: Item<AccessPointSpec>) -> Bool {
    guard hasUnreadKeys(item.id) else { return false }
    let keys = ResourceID(.clientKey, item.id.name)
    refusals.append(
      RefusalText.unreadKeys(
        of: item.id, isReplaced: item.verdict == .replace,
        isIgnored: context.ignored.contains(keys), failure: context.unread.entry(for: keys),
        at: item.change?.place))
    return true
  }

  private func hasUnreadKeys(_ id: ResourceID) -> Bool {
    let keys = ResourceID(.clientKey, id.name)
    return id.kind == .accessPoint
      && (context.ignored.contains(keys) || context.unread.contains(keys))
  }

  private mutating func askForDeletion(_ item: Item<AccessPointSpec>) {
    guard !context.options.allowDelete.contains(item.id) else { return }
    refusals.append(
      Refusal(
        .deletionNotAllowed, item.id,
        "\(item.id.shortForm) would be deleted, and \(Self.keys(item.change?.dyingKeys ?? []))",
        nextStep: "to allow exactly this: --allow-delete \(item.id.shortForm)"))
  }

  private mutating func askForReplacement<Spec: ManagedSpec>(_ item: Item<Spec>) {
    let dying = item.change?.dyingKeys ?? []
    let keys = Spec.kind == .accessPoint ? ", and \(Self.keys(dying))" : ""
    refusals.append(
      Refusal(
        .replacementNotAllowed, item.id,
        "\(item.id.shortForm) would be deleted and made anew, because "
          + "\(Self.immutableField(of: item)) cannot be changed\(keys)",
        nextStep: "to allow exactly this: --allow-replace \(item.id.shortForm)",
        place: item.change?.place))
  }

  private static func immutableField<Spec: ManagedSpec>(of item: Item<Spec>) -> String {
    let names = ["type", "scope", "authenticationMethod"]
    let field = item.change?.fields.first { names.contains($0.name) }
    guard let field, case .single(let before, let after) = field.value else { return "its kind" }
    return "'\(field.name)' ('\(before ?? "")' to '\(after ?? "")')"
  }

  private func dyingKeys(of item: Item<AccessPointSpec>) -> [DyingKey] {
    let marker = item.ownership?.ourMarker
    let recorded = Set(marker?.keys.map(\.shortID) ?? []).union(
      marker?.intent?.shortID.map { [$0] } ?? [])
    return (context.live.clientKeys[item.id.name] ?? [])
      .sorted { ($0.notAfter, $0.id) < ($1.notAfter, $1.id) }
      .map {
        DyingKey(id: $0.id, notAfter: $0.notAfter, isRecorded: recorded.contains($0.shortID))
      }
  }

  static func keys(_ dying: [DyingKey]) -> String {
    let list = dying.map { key in
      "\(key.id) (\(key.isRecorded ? "recorded" : "not recorded"), ends \(key.notAfter))"
    }
    switch list.count {
    case 0: return "no client key dies with it"
    case 1: return "1 client key dies with it: \(list[0])"
    default: return "\(list.count) client keys die with it: \(list.joined(separator: ", "))"
    }
  }
}
