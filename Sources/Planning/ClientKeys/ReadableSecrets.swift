internal import KMSModel
internal import Texts

/// Refuses to deliver a client key to a secret that a permission policy lets anybody read: whoever
/// holds any client key under that policy would hold this one too.
///
/// Doubt counts as reading: a role or a form of resource that is not known, a policy that is ignored
/// or could not be read. Both what is live and what is declared counts, as no order of steps makes
/// up for a policy that reads the secret before or after.
struct ReadableSecrets {
  let context: PlanContext

  init(_ context: PlanContext) { self.context = context }

  var refusals: [Refusal] {
    context.desired.clientKeys.values.flatMap { key in
      let id = ResourceID(.clientKey, key.name)
      guard context.scope.contains(id) else { return [Refusal]() }
      return key.spec.destinations.flatMap { destination in
        guard case .secret(let secret) = destination.place else { return [Refusal]() }
        return refusals(of: key, id, secret)
      }
    }
  }

  private func refusals(
    of key: DesiredObject<ClientKeySpec>, _ id: ResourceID, _ secret: SecretSpec
  ) -> [Refusal] {
    let place = key.fieldPlaces["deliverTo"] ?? key.place
    let names = readers(of: secret).map { "'\($0)'" }
    let policies = (names.count == 1 ? "policy " : "policies ") + names.joined(separator: ", ")
    let readers =
      names.isEmpty
      ? []
      : [
        Refusal(
          .readableSecret, id,
          "\(id) would be delivered to secret '\(secret.name)', which \(policies) may read"
            + (mayLie(key) ? ": a key that lies there already, too" : ""),
          nextStep: "narrow \(policies) first, in an apply of its own (a QuickAccess always reads "
            + "every secret of its instance: write a Policy instead), or deliver elsewhere"
            + (mayLie(key)
              ? "; then replace what could be read: "
                + KeyCommandLine.rotate(key.name, "--compromised") : ""),
          place: place)
      ]
    let unseen = unseenPolicies.map { policy in
      Refusal(
        .readableSecret, id,
        "\(id) would be delivered to secret '\(secret.name)', and it cannot be excluded that "
          + "\(policy.name) may read it: \(policy.reason)",
        nextStep: "let kmsctl read \(policy.reason.begins(with: "they") ? "them" : "that policy"),"
          + " or deliver elsewhere", place: place)
    }
    return readers + unseen
  }

  /// Whether a key of ours may lie in the secret.
  private func mayLie(_ key: DesiredObject<ClientKeySpec>) -> Bool {
    context.live.clientKeys[key.name]?.isEmpty == false
  }

  /// The policies that may read a secret, live or declared, sorted.
  private func readers(of secret: SecretSpec) -> [String] {
    let declared = context.desired.policies.mapValues(\.spec).filter { $1.mayRead(secret) }
    let live = context.live.policies.mapValues(\.spec).filter { $1.mayRead(secret) }
    return Set(declared.keys).union(live.keys).sorted()
  }

  private var unseenPolicies: [(name: String, reason: String)] {
    let ignored = context.live.ignored.filter { $0.kind == .policy }
      .map { (name: "policy '\($0.name)'", reason: "the stack ignores it") }
    return ignored + unreadPolicies
  }

  /// What could not be read is told once, and why stands in the plan's coverage.
  private var unreadPolicies: [(name: String, reason: String)] {
    let names = context.live.unreadable.compactMap(\.id).filter { $0.kind == .policy }
      .map { "'\($0.name)'" }
    let several = ("policies \(NameList.text(names))", "they could not be read")
    let named =
      names.count < 2
      ? names.map { (name: "policy \($0)", reason: "it could not be read") } : [several]
    let isListUnread =
      context.live.unreadable.contains { $0.id == nil }
      && context.unread.contains(ResourceID(.policy, ""))
    return named
      + (isListUnread ? [("some policy", "the list of policies could not be read")] : [])
  }
}

extension PolicySpec {
  /// Whether a client key under this policy could read a secret.
  func mayRead(_ secret: SecretSpec) -> Bool {
    // Only this role is known not to read secrets.
    guard roles.contains(where: { $0 != .keyUser }) else { return false }
    if let here = scope.instanceID, let there = secret.instance, here != there { return false }
    let name = "secret/\(secret.name)"
    return resources.contains { resource in
      if resource.begins(with: "key/") { return false }
      guard resource.begins(with: "secret/") || resource == "*" else { return true }
      return ResourcePattern(resource).covers(ResourcePattern(name))
        || Wildcard.pattern(resource, matches: name)
    }
  }
}
