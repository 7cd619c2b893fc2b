import KMSModel

@testable import KMSSandbox

/// No stranger's object changes, not even one that became a stranger's a moment ago.
///
/// The service knows no conditional write. So what was on its way when somebody took the object over
/// cannot be held back, and neither can what follows without a wait from a look that came before.
struct StrangerWatch {
  let judge: Judge
  let gate: Gate

  /// What one step of kmsctl may do between its look and its write: marker, list, destinations.
  static let longestStride = 6

  func check(_ before: Inventory, _ after: Inventory, _ cause: Cause) {
    for id in Self.changed(before, after) where !isTakingBack(before, cause) {
      guard let words = reproach(id, cause) else { continue }
      judge.accuse(
        .strangers, at: cause.event,
        "\(Story.name(cause.actor)) changed \(id) by \(cause.name.operation), \(words)")
    }
  }

  /// Whether a run deletes a key that it made itself: that was never anybody else's.
  private func isTakingBack(_ before: Inventory, _ cause: Cause) -> Bool {
    cause.name.operation == "DeleteClientKey"
      && judge.read { $0.madeBy[cause.name.object] } == cause.actor
  }

  /// Whether a call waited itself; one that stands behind a throttled one is looked at again after 5
  /// seconds only, as decision 22 says.
  private func isItsOwnWait(_ cause: Cause) -> Bool {
    let last = gate.events[..<cause.sentAt].last { $0.actor == cause.actor && $0.fault != nil }
    guard case .call(let name)? = last?.point else { return true }
    return name.operation == cause.name.operation
  }

  private func reproach(_ id: ResourceID, _ cause: Cause) -> String? {
    guard id.name != "console-made" else { return "which was never ours" }
    let (taken, touched, looks) = judge.read { state in
      (state.taken[id], state.touched[id], state.looks[cause.actor]?[id] ?? [])
    }
    if let taken, looks.contains(where: { $0 > taken && $0 < cause.sentAt }) {
      return "although it had seen that it is another stack's"
    }
    guard let touched, cause.sentAt > touched,
      !looks.contains(where: { $0 > touched && $0 < cause.sentAt })
    else { return nil }
    let own = gate.events[(touched + 1)..<cause.sentAt].filter { $0.actor == cause.actor }
    // What it was told meanwhile may be old: that is the service's fault, not its own.
    guard !own.contains(where: { $0.fault != nil }) || own.last?.isWait == true else { return nil }
    if own.last?.isWait == true, isItsOwnWait(cause) {
      return "after a wait, without a look at what others did to it"
    }
    return taken != nil && own.count > Self.longestStride
      ? "long after its last look, and it is another stack's by now" : nil
  }

  static func changed(_ before: Inventory, _ after: Inventory) -> [ResourceID] {
    var ids: [ResourceID] = []
    for name in before.networkRules.names {
      let (old, new) = (before.networkRules[name], after.networkRules[name])
      if old?.description != new?.description || old?.sourcePrivateIP != new?.sourcePrivateIP {
        ids.append(ResourceID(.networkRule, name))
      }
    }
    for name in before.policies.names {
      let (old, new) = (before.policies[name], after.policies[name])
      if old?.description != new?.description || old?.resources != new?.resources
        || old?.accessControlRules != new?.accessControlRules
        || old?.permissions != new?.permissions
      {
        ids.append(ResourceID(.policy, name))
      }
    }
    for name in before.accessPoints.names {
      let (old, new) = (before.accessPoints[name], after.accessPoints[name])
      if old?.description != new?.description || old?.policies != new?.policies
        || before.clientKeys(of: name).map(\.id) != after.clientKeys(of: name).map(\.id)
      {
        ids.append(ResourceID(.accessPoint, name))
      }
    }
    return ids
  }
}

extension Event {
  fileprivate var isWait: Bool {
    if case .sleep = point { true } else { false }
  }
}

/// Access is never wider than the wider of before and after.
struct AccessWatch {
  let judge: Judge

  func check(_ inventory: Inventory, _ cause: Cause) {
    guard let allowed = judge.read({ $0.allowed }) else { return }
    let more = Self.atoms(of: "web", in: inventory).subtracting(allowed)
    guard let one = more.sorted().first else { return }
    judge.accuse(
      .access, at: cause.event,
      "after \(Story.name(cause.actor))'s \(cause.name.operation) 'web' may \(one), which it"
        + " might neither before nor afterwards")
  }

  /// What the access point may do at most while the story lasts; nothing where others change it,
  /// or runs want different things, so that no state of the account is anybody's plan.
  static func allowed(_ scenario: Scenario, _ inventory: Inventory) -> Set<String>? {
    var variants: Set<Variant> = []
    for actor in scenario.actors.compactMap({ $0 }) {
      switch actor {
      case .run(let command, _): variants.insert(command.variant)
      case .edits(let edits):
        guard edits.allSatisfy({ !$0.isAboutAccess }) else { return nil }
      case .clock: break
      }
    }
    guard variants.count < 2 else { return nil }
    return variants.reduce(into: atoms(of: "web", in: inventory)) { allowed, variant in
      let (_, resource, source) = Manifests.wanted(variant)
      allowed.insert(atom(role, resource, source))
    }
  }

  private static let role = "RbacPermission/Template/CryptoServiceKeyUser"

  private static func atom(_ role: String, _ resource: String, _ source: String) -> String {
    "use \(resource) as \(role) from \(source)"
  }

  static func atoms(of name: String, in inventory: Inventory) -> Set<String> {
    var atoms: Set<String> = []
    let policies = inventory.accessPoints[name]?.policies ?? []
    for policy in policies.compactMap({ inventory.policies[$0] }) {
      let rules = policy.networkRules
      let sources =
        rules.isEmpty
        ? ["anywhere"]
        : rules.flatMap { rule in
          inventory.networkRules[rule].flatMap { WireJSON(text: $0.sourcePrivateIP)?.stringList }
            ?? []
        }
      for role in policy.permissions {
        for resource in policy.resources {
          for source in sources { atoms.insert(atom(role, resource, source)) }
        }
      }
    }
    return atoms
  }
}

extension Edit {
  /// Whether it changes what the access point may do.
  var isAboutAccess: Bool {
    switch self {
    case .change, .delete, .takeOver, .dropMarker: true
    case .makeKey, .deleteCurrentKey: false
    }
  }
}
