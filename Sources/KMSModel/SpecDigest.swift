/// The canonical form of what is applied, and its digest: the `d` of the marker.
///
/// Version 1: one `field=value` line each, sets sorted, addresses canonical, the user's
/// description included, the marker and everything server-set left out.
public enum SpecDigest {
  /// The digest of a rule.
  public static func of(
    _ spec: NetworkRuleSpec, description: String, using digest: DigestFunction
  ) -> AppliedDigest {
    make(
      [
        ("kind", ["networkrule"]), ("description", [description]), ("type", [spec.type.rawValue]),
        ("sources", spec.sources.map(\.description)),
      ], digest)
  }

  /// The digest of a policy.
  public static func of(
    _ spec: PolicySpec, description: String, using digest: DigestFunction
  ) -> AppliedDigest {
    let access: [String] =
      switch spec.networkAccess {
      case .unrestricted: ["unrestricted"]
      case .rules(let names): names.map { "rule " + $0 }
      case .opaque(let text): ["opaque " + text]
      }
    return make(
      [
        ("kind", ["policy"]), ("description", [description]), ("scope", [spec.scope.rawValue]),
        ("roles", spec.roles.map(\.rawValue)), ("resources", Array(spec.resources)),
        ("networkAccess", access),
      ], digest)
  }

  /// The digest of an access point.
  public static func of(
    _ spec: AccessPointSpec, description: String, using digest: DigestFunction
  ) -> AppliedDigest {
    make(
      [
        ("kind", ["applicationaccesspoint"]), ("description", [description]),
        ("authenticationMethod", [spec.authenticationMethod.rawValue]),
        ("policies", Array(spec.policies)),
      ], digest)
  }

  private static func make(
    _ fields: [(name: String, values: [String])], _ digest: DigestFunction
  ) -> AppliedDigest {
    let text = fields.map { field in
      // The length in front keeps a value with a line end from posing as another field.
      let values = field.values.sorted().map { "\($0.utf8.count):\($0)" }
      return "\(field.name)=\(values.joined(separator: ","))\n"
    }
    return AppliedDigest(hex: String(digest.hex(text.joined()).prefix(16)))
  }
}
