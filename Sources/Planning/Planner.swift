public import KMSModel

/// Turns desired and live state into an ordered plan; pure, synchronous, the same for the same input.
public struct Planner: Sendable {
  /// The SHA-256 used for markers and the fingerprint.
  public var digest: DigestFunction

  /// Creates a planner.
  public init(digest: DigestFunction) { self.digest = digest }

  /// The plan that turns `live` into `desired`.
  ///
  /// A plan that refuses anything shows its changes and has no steps.
  public func plan(desired: DesiredState, live: LiveState, options: PlanOptions = .init()) -> Plan {
    let context = PlanContext(desired: desired, live: live, options: options, digest: digest)
    var items = ItemBuilder(context)
    var world = World(
      networkRules: items.items(NetworkRuleSpec.self), policies: items.items(PolicySpec.self),
      accessPoints: items.items(AccessPointSpec.self))
    items.refuseIgnoredClientKeys()
    guard !options.keys.isKeyRun else { return keyRun(context, world, items.findings) }
    var findings = items.findings

    var consent = ConsentCheck(context)
    consent.check(&world)
    var referrers = ReferrerCheck(context)
    referrers.check(&world)
    var replacing = ReplacementPlanner(context)
    replacing.plan(&world)
    var missing = MissingReferences(context)
    missing.check(world)
    DanglingReferences(context).mark(&world)
    StandInWidenings(context).mark(&world)
    var keys = ClientKeyPlanner(context)
    keys.plan(world.accessPoints)

    findings.refusals +=
      consent.refusals + referrers.refusals + replacing.refusals + missing.refusals
      + keys.findings.refusals + UnreadableRefusals.refusals(context)
      + ReadableSecrets(context).refusals + ClientKeyInstances(context).refusals
    findings.stuck += keys.findings.stuck
    findings.held += keys.findings.held
    findings.warnings +=
      missing.warnings + keys.findings.warnings + InstanceWarnings.warnings(context)
    findings.notes += keys.findings.notes + LeftMarkers.notes(context, world)
    let others = KeysOfOthers(context, world.accessPoints)
    findings.leftAlone += others.leftAlone

    let steps = StepPlanner(
      world: world, replacements: replacing.replacements, clientKeys: keys.plan,
      instances: ClientKeyInstances(context))
    let plan = PlanAssembly(context: context).plan(
      changes: world.changes + keys.plan.changes, outcome: steps.plan(), findings: findings,
      coverage: CoverageBuilder(context: context, world: world).coverage(findings.leftAlone))
    return finished(plan, others)
  }

  /// A plan of key steps alone: no other object is written, so nothing else is refused.
  private func keyRun(_ context: PlanContext, _ world: World, _ seen: Findings) -> Plan {
    var keys = ClientKeyPlanner(context)
    keys.plan(world.accessPoints)
    var findings = keys.findings
    findings.refusals +=
      UnreadableRefusals.refusals(context) + seen.refusals.filter { isAboutKeys($0, context) }
      + (ReadableSecrets(context).refusals + ClientKeyInstances(context).refusals)
      .filter { refusal in
        // Only what would be issued: one access point must not stop the rotations of all others.
        keys.plan.issues.contains { $0.accessPoint == refusal.id?.name }
      }
    let others = KeysOfOthers(context, world.accessPoints)
    findings.leftAlone += seen.leftAlone + others.leftAlone
    let untouched = World(networkRules: [:], policies: [:], accessPoints: [:])
    let steps = StepPlanner(
      world: untouched, replacements: Replacements(), clientKeys: keys.plan,
      instances: ClientKeyInstances(context))
    let plan = PlanAssembly(context: context).plan(
      changes: keys.plan.changes, outcome: steps.plan(), findings: findings,
      coverage: CoverageBuilder(context: context, world: world).coverage(findings.leftAlone))
    return finished(plan, others)
  }

  /// What others do does not make a plan another one: it joins after the fingerprint.
  private func finished(_ plan: Plan, _ others: KeysOfOthers) -> Plan {
    var plan = plan
    plan.fingerprint = PlanFingerprint.of(plan, digest: digest) ?? ""
    plan.unknownKeys = others.unknown
    plan.warnings += others.warnings
    return plan
  }

  /// Whether a refusal of a full plan stops key steps, too: a marker that may not be trusted, or
  /// that is another stack's, must not pass for an access point that is not there yet.
  private func isAboutKeys(_ refusal: Refusal, _ context: PlanContext) -> Bool {
    let isAboutMarkers = [.damagedMarker, .newerMarker].contains(refusal.rule)
    guard let id = refusal.id else { return isAboutMarkers }
    switch id.kind {
    case .clientKey: return true
    case .networkRule, .policy: return false
    case .accessPoint:
      let key = ResourceID(.clientKey, id.name)
      return context.desired.clientKeys[id.name] != nil && context.scope.contains(key)
        && (isAboutMarkers || refusal.rule == .ownedByAnotherStack)
    }
  }
}
