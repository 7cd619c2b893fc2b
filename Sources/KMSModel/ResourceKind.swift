/// The four kinds of object kmsctl manages, in the order of their dependencies.
public enum ResourceKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Which source addresses may reach KMS.
  case networkRule = "networkrule"
  /// Which keys and secrets may be used, in which roles, from which network rules.
  case policy
  /// What one application authenticates as; carries up to three policies.
  case accessPoint = "applicationaccesspoint"
  /// The credential of an access point, addressed by the access point's name.
  case clientKey = "clientkey"

  /// Reads a kind as users write it in addresses, short forms included.
  public init?(addressWord word: String) {
    switch word.lowercased() {
    case "networkrule", "rule": self = .networkRule
    case "policy": self = .policy
    case "applicationaccesspoint", "aap": self = .accessPoint
    case "clientkey", "key": self = .clientKey
    default: return nil
    }
  }

  /// The position in the order of creation; deletion runs the other way.
  public var level: Int {
    switch self {
    case .networkRule: 0
    case .policy: 1
    case .accessPoint: 2
    case .clientKey: 3
    }
  }
}

extension ResourceKind: Comparable {
  /// Orders by level.
  public static func < (left: Self, right: Self) -> Bool { left.level < right.level }
}
