import KMSModel

/// A spec that tests can put a marker on.
protocol MarkableSpec: Sendable, Hashable, Codable {
  static var markedKind: ResourceKind { get }
  func digest(_ description: String) -> AppliedDigest
}

extension NetworkRuleSpec: MarkableSpec {
  static var markedKind: ResourceKind { .networkRule }
  func digest(_ description: String) -> AppliedDigest {
    SpecDigest.of(self, description: description, using: Fixture.digest)
  }
}

extension PolicySpec: MarkableSpec {
  static var markedKind: ResourceKind { .policy }
  func digest(_ description: String) -> AppliedDigest {
    SpecDigest.of(self, description: description, using: Fixture.digest)
  }
}

extension AccessPointSpec: MarkableSpec {
  static var markedKind: ResourceKind { .accessPoint }
  func digest(_ description: String) -> AppliedDigest {
    SpecDigest.of(self, description: description, using: Fixture.digest)
  }
}

extension Fixture {
  /// A marker for an object; the digest is that of `applied`.
  static func marker<Spec: MarkableSpec>(
    _ name: String, applied: Spec, description: String = "", owner: Owner = owner,
    keys: [RecordedKey] = [], intent: KeyIntent? = nil
  ) -> Marker {
    Marker(
      owner: owner,
      originHash: Marker.originHash(
        owner: owner, id: ResourceID(Spec.markedKind, name), digest: digest),
      appliedDigest: applied.digest(description), keys: keys, intent: intent)
  }

  /// A live object of this stack, by default with what the marker says it has.
  static func owned<Spec: MarkableSpec>(
    _ name: String, _ spec: Spec, applied: Spec? = nil, description: String = "",
    owner: Owner = owner, keys: [RecordedKey] = [], intent: KeyIntent? = nil,
    _ change: (inout Marker) -> Void = { _ in }
  ) -> LiveObject<Spec> {
    var marker = marker(
      name, applied: applied ?? spec, description: description, owner: owner, keys: keys,
      intent: intent)
    change(&marker)
    return raw(name, MarkerText.describe(marker, description: description), spec)
  }

  static func index<Spec>(_ objects: [LiveObject<Spec>]) -> [String: LiveObject<Spec>] {
    Dictionary(uniqueKeysWithValues: objects.map { ($0.name, $0) })
  }

  static func index<Spec>(_ objects: [DesiredObject<Spec>]) -> [String: DesiredObject<Spec>] {
    Dictionary(uniqueKeysWithValues: objects.map { ($0.name, $0) })
  }

  static func desired(
    _ rules: [DesiredObject<NetworkRuleSpec>] = [], _ policies: [DesiredObject<PolicySpec>] = [],
    _ accessPoints: [DesiredObject<AccessPointSpec>] = [],
    keys: [DesiredObject<ClientKeySpec>] = [], stack: StackSpec = stack(), isPartial: Bool = false
  ) -> DesiredState {
    DesiredState(
      stack: stack, networkRules: index(rules), policies: index(policies),
      accessPoints: index(accessPoints), clientKeys: index(keys), isPartial: isPartial)
  }

  static func live(
    _ rules: [LiveObject<NetworkRuleSpec>] = [], _ policies: [LiveObject<PolicySpec>] = [],
    _ accessPoints: [LiveObject<AccessPointSpec>] = [], keys: [LiveClientKey] = []
  ) -> LiveState {
    LiveState(
      networkRules: index(rules), policies: index(policies), accessPoints: index(accessPoints),
      clientKeys: Dictionary(grouping: keys, by: \.accessPoint), now: now)
  }
}
