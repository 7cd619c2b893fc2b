public import KMSModel
internal import Texts

/// How a sandbox behaves where the service's behaviour is undocumented or could be different.
public struct SandboxOptions: Sendable {
  /// A check that the service may or may not make; off unless asked for.
  public enum Strictness: String, Sendable, CaseIterable {
    /// Policies must name existing rules, access points existing policies.
    case references
    /// A rule or policy that is referred to cannot be deleted.
    case inUse = "in-use"
    /// Only what the API documents: rules of type Private, access points with ClientKey.
    case types
    /// A policy's instance must exist, or be `shared`.
    case instances
    /// Signatures are dated against the sandbox's own clock, moved or not.
    case clock
  }

  /// The checks that are on.
  public var strictness: Set<Strictness> = []
  /// Counts the service limits.
  public var quotas = SandboxQuotas()
  /// Whether client keys come in PKCS#12 with the ciphers of older makers.
  public var usesLegacyCiphers = false
  /// Whether the dates of a client key lose their seconds.
  public var roundsDates = false
  /// Where the clock stands still from the start; it runs when absent.
  public var frozenClock: Timestamp?
  /// The RAM actions that the caller may do, `*` for any run; everything when absent.
  public var allowedActions: [String]?
  /// What goes wrong from the start.
  public var faults: [Fault] = []

  /// Creates the permissive sandbox.
  public init() {}

  /// Whether a text is a RAM action of the service or a pattern for some.
  public static func isActionPattern(_ text: String) -> Bool {
    guard let name = text.rest(after: "kms:") else { return text == "*" }
    return !name.isEmpty && name.consists { $0.isASCIILetter || "*?".holds($0) }
  }
}

/// Counts the service limits; nothing means no limit is known.
public struct SandboxQuotas: Sendable {
  /// Addresses and blocks in one rule.
  public var addressesPerRule = 800
  /// Rules in one policy.
  public var rulesPerPolicy = 40
  /// Policies of one access point.
  public var policiesPerAccessPoint = 3
  /// Rules in the account and region.
  public var networkRules: Int?
  /// Policies in the account and region.
  public var policies: Int?
  /// Access points in the account and region.
  public var accessPoints: Int?
  /// Client keys of one access point.
  public var clientKeysPerAccessPoint: Int? = ClientKeySpec.maximumKeysPerAccessPoint

  /// Creates the documented limits.
  public init() {}

  /// The names `set(_:to:)` knows.
  public static let names = [
    "addresses-per-rule", "rules-per-policy", "policies-per-access-point", "network-rules",
    "policies", "access-points", "client-keys-per-access-point",
  ]

  /// Sets a limit by its name; says whether there is such a limit.
  public mutating func set(_ name: String, to limit: Int) -> Bool {
    switch name {
    case "addresses-per-rule": addressesPerRule = limit
    case "rules-per-policy": rulesPerPolicy = limit
    case "policies-per-access-point": policiesPerAccessPoint = limit
    case "network-rules": networkRules = limit
    case "policies": policies = limit
    case "access-points": accessPoints = limit
    case "client-keys-per-access-point": clientKeysPerAccessPoint = limit
    default: return false
    }
    return true
  }
}
