public import KMSModel

/// Two specs that differ in one stored property, by its name: whatever compares, digests, writes or sends a spec
/// has to tell them apart.
public struct FieldSample<Spec: Sendable>: Sendable {
  /// The property.
  public let property: String
  /// Whether the service can change it in place.
  public let isMutable: Bool
  /// The specs.
  public let before, after: Spec

  init(_ property: String, isMutable: Bool = true, _ before: Spec, _ change: (inout Spec) -> Void) {
    self.property = property
    self.isMutable = isMutable
    self.before = before
    var after = before
    change(&after)
    self.after = after
  }
}

/// A sample of each property of each named kind.
///
/// A new property needs one here, and a test says so; the tests that take them then name every place that
/// forgets it.
public enum FieldSamples {
  /// Of network rules.
  public static let networkRule: [FieldSample<NetworkRuleSpec>] = {
    let rule = NetworkRuleSpec(type: .privateNetwork, sources: [SourceAddress("10.0.0.0/8")])
    return [
      FieldSample("type", isMutable: false, rule) { $0.type = .vpc },
      FieldSample("sources", rule) { $0.sources.insert(SourceAddress("172.16.0.0/12")) },
    ]
  }()

  /// Of policies.
  public static let policy: [FieldSample<PolicySpec>] = {
    let policy = PolicySpec(
      scope: PolicyScope(rawValue: "kst-hzz62ee817bvyyr5x0000"), roles: [.keyUser],
      resources: ["key/*"],
      networkAccess: .rules(["vpc"]))
    return [
      FieldSample("scope", isMutable: false, policy) {
        $0.scope = PolicyScope(rawValue: "kst-hzz62ee817bvyyr5x0001")
      },
      FieldSample("roles", policy) { $0.roles.insert(.secretUser) },
      FieldSample("resources", policy) { $0.resources.insert("secret/*") },
      FieldSample("networkAccess", policy) { $0.networkAccess = .rules(["vpc", "office"]) },
    ]
  }()

  /// Of access points.
  public static let accessPoint: [FieldSample<AccessPointSpec>] = {
    let point = AccessPointSpec(authenticationMethod: .clientKey, policies: ["orders"])
    return [
      FieldSample("authenticationMethod", isMutable: false, point) {
        $0.authenticationMethod = .ramRole
      },
      FieldSample("policies", point) { $0.policies.insert("secrets") },
    ]
  }()

  /// The stored properties of a spec that say something, as the compiler sees them: all but the forms in
  /// which others were read.
  public static func properties<Spec>(of spec: Spec) -> Set<String> {
    Set(
      Mirror(reflecting: spec).children.compactMap(\.label).filter { !$0.hasSuffix("AsRead") })
  }
}
