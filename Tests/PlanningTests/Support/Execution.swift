import KMSModel
import Planning
import Testing

/// Runs one plan in a random order and looks at the service after every step.
struct Execution {
  let plan: Plan
  let before: LiveState
  let desired: DesiredState
  /// What a partial run may write; nothing for everything.
  var selected: Set<ResourceID>?

  /// The state after the whole plan in the order it is listed.
  func runToEnd() throws -> LiveState {
    var service = ModelService(before)
    for step in plan.steps { try service.run(step) }
    return service.live
  }

  /// Every state on the way through one random order, the first one left out.
  func states(_ random: inout SeededGenerator) throws -> [LiveState] {
    var service = ModelService(before)
    var done: Set<Step.ID> = []
    var states: [LiveState] = []
    var waiting = plan.steps
    while !waiting.isEmpty {
      let ready = waiting.indices.filter { done.isSuperset(of: waiting[$0].dependsOn) }
      let step = waiting.remove(at: random.pick(ready))
      try service.run(step)
      done.insert(step.id)
      states.append(service.live)
    }
    return states
  }

  /// What must hold at every moment: access, references, strangers.
  func check(_ states: [LiveState], end: LiveState, _ atoms: inout AccessAtoms) -> [String] {
    let (first, last) = (atoms.access(before), atoms.access(end))
    let gone = dangling(before).union(dangling(end))
    var problems: [String] = []
    for (position, state) in states.enumerated() {
      for (name, grants) in atoms.access(state) {
        let allowed = (first[name] ?? []).union(last[name] ?? [])
        for grant in grants where !AccessAtoms.contains(grant, in: allowed) {
          problems.append("after step \(position): aap/\(name) may more than before and after")
        }
      }
      for reference in dangling(state).subtracting(gone) {
        problems.append("after step \(position): \(reference) is gone")
      }
    }
    let strangers = strangerNames().union(outside())
    for step in plan.steps where isOutside(step.target) {
      problems.append("\(step.target) is outside the run and is written")
    }
    for state in states + [end] {
      for id in strangers where !isUntouched(id, in: state) {
        problems.append("stranger \(id) was touched")
      }
    }
    return problems
  }

  /// The access points that may do more in the end, although nothing that concerns them says so.
  func unmarkedWidenings(end: LiveState, _ atoms: inout AccessAtoms) -> [String] {
    let (first, last) = (atoms.access(before), atoms.access(end))
    let marked = Set(plan.changes.filter { !$0.widenings.isEmpty }.map(\.id))
    return before.accessPoints.keys.sorted().compactMap { name in
      guard
        end.accessPoints[name]?.spec.authenticationMethod
          == before.accessPoints[name]?.spec
          .authenticationMethod,
        !(last[name] ?? []).allSatisfy({ AccessAtoms.contains($0, in: first[name] ?? []) })
      else { return nil }
      // Before and after: a stand-in that is left is where the difference shows.
      let policies = [before, end].flatMap { $0.accessPoints[name]?.spec.policies ?? [] }
      let rules = [before, end].flatMap { live in
        policies.flatMap { live.policies[$0]?.spec.networkAccess.ruleNames ?? [] }
      }
      let concerned =
        [ResourceID(.accessPoint, name)] + policies.map { ResourceID(.policy, $0) }
        + rules.map { ResourceID(.networkRule, $0) }
      return marked.isDisjoint(with: concerned)
        ? "aap/\(name) may more in the end, and no change says so" : nil
    }
  }

  private func dangling(_ live: LiveState) -> Set<String> {
    var missing: Set<String> = []
    for policy in live.policies.values {
      for rule in policy.spec.networkAccess.ruleNames where live.networkRules[rule] == nil {
        missing.insert("rule \(rule) of policy \(Self.original(policy.name))")
      }
    }
    for accessPoint in live.accessPoints.values {
      for policy in accessPoint.spec.policies where live.policies[policy] == nil {
        missing.insert("policy \(policy) of access point \(accessPoint.name)")
      }
    }
    return missing
  }

  /// A stand-in has what its original has, references to missing objects included.
  private static func original(_ name: String) -> Substring {
    name.firstRange(of: ".kmsctl-").map { name[..<$0.lowerBound] } ?? name[...]
  }

  /// Whether a run over a part may not write it; what it makes up itself are stand-ins.
  private func isOutside(_ id: ResourceID) -> Bool {
    guard let selected, !id.name.contains(".kmsctl-") else { return false }
    let owner = id.kind == .clientKey ? ResourceID(.accessPoint, id.name) : id
    return !selected.contains(owner)
  }

  private func outside() -> [ResourceID] { RandomWorld.ids(before).filter(isOutside) }

  /// What was not this stack's in the beginning and what no manifest names.
  private func strangerNames() -> Set<ResourceID> {
    var ids: Set<ResourceID> = []
    for (name, object) in before.networkRules where desired.networkRules[name] == nil {
      if isStranger(.networkRule, object) { ids.insert(ResourceID(.networkRule, name)) }
    }
    for (name, object) in before.policies where desired.policies[name] == nil {
      if isStranger(.policy, object) { ids.insert(ResourceID(.policy, name)) }
    }
    for (name, object) in before.accessPoints where desired.accessPoints[name] == nil {
      if isStranger(.accessPoint, object) { ids.insert(ResourceID(.accessPoint, name)) }
    }
    return ids
  }

  private func isUntouched(_ id: ResourceID, in live: LiveState) -> Bool {
    switch id.kind {
    case .networkRule: live.networkRules[id.name] == before.networkRules[id.name]
    case .policy: live.policies[id.name] == before.policies[id.name]
    case .accessPoint:
      live.accessPoints[id.name] == before.accessPoints[id.name]
        && live.clientKeys[id.name] == before.clientKeys[id.name]
    case .clientKey: true
    }
  }

  private func isStranger<Spec>(_ kind: ResourceKind, _ object: LiveObject<Spec>) -> Bool {
    guard let marker = object.reading.marker else { return true }
    return marker.owner != Fixture.owner
      || !marker.isGenuine(for: ResourceID(kind, object.name), digest: Fixture.digest)
  }
}
