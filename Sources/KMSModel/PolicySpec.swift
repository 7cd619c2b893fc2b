internal import Texts

/// Where a policy applies.
public struct PolicyScope: OpenWord {
  /// The wire text: an instance id, or `shared`.
  public var rawValue: String
  /// Creates a scope from its wire text.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The shared KMS gateway.
  public static let sharedGateway = PolicyScope(rawValue: "shared")
  /// The word manifests use for the shared gateway.
  public static let sharedGatewayWord = "SharedKMSGateway"

  /// The instance, unless the scope is the shared gateway or unset.
  public var instanceID: String? {
    self == .sharedGateway || rawValue.isEmpty ? nil : rawValue
  }

  /// The scope as manifests write it.
  public var manifestWord: String {
    self == .sharedGateway ? Self.sharedGatewayWord : rawValue
  }
}

/// A role template; manifests use the short name, the wire the full one.
public struct PolicyRole: OpenWord {
  /// The wire text.
  public var rawValue: String
  /// Creates a role from its wire text.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// What stands before the short name on the wire.
  public static let wirePrefix = "RbacPermission/Template/"

  /// Cryptographic calls with the keys of an instance.
  public static let keyUser = PolicyRole(shortName: "CryptoServiceKeyUser")
  /// The secrets of an instance.
  public static let secretUser = PolicyRole(shortName: "CryptoServiceSecretUser")
  /// The account's secrets through the shared gateway.
  public static let sharedSecretUser = PolicyRole(shortName: "SecretUser")

  /// Creates a role from the name manifests use.
  public init(shortName: String) { rawValue = Self.wirePrefix + shortName }

  /// The name manifests use; the wire text when it has another shape.
  public var shortName: String {
    rawValue.begins(with: Self.wirePrefix)
      ? String(rawValue.dropFirst(Self.wirePrefix.count)) : rawValue
  }
}

/// From where a policy may be used.
public enum NetworkAccess: Sendable, Hashable {
  /// No source address filtering.
  case unrestricted
  /// Only from the addresses of these rules; never empty.
  case rules(Set<String>)
  /// A live value kmsctl does not understand, kept to the letter.
  case opaque(String)

  /// The rule names; empty when there are none.
  public var ruleNames: Set<String> {
    if case .rules(let names) = self { return names }
    return []
  }
}

/// What a policy says, apart from its name and description.
public struct PolicySpec: Sendable, Hashable, Codable {
  /// Where it applies; it cannot be changed on a live policy.
  public var scope: PolicyScope
  /// The roles; order does not matter.
  public var roles: Set<PolicyRole>
  /// `key/…` and `secret/…`, with `*` at the end only; order does not matter.
  public var resources: Set<String>
  /// From where.
  public var networkAccess: NetworkAccess
  /// The roles in the order in which they were read.
  public var rolesAsRead = AsRead<Set<PolicyRole>>()
  /// The resources in the order in which they were read.
  public var resourcesAsRead = AsRead<Set<String>>()
  /// The text in which the network access was read.
  public var networkAccessAsRead = AsRead<NetworkAccess>()

  /// Creates a spec.
  public init(
    scope: PolicyScope, roles: Set<PolicyRole>, resources: Set<String>,
    networkAccess: NetworkAccess
  ) {
    self.scope = scope
    self.roles = roles
    self.resources = resources
    self.networkAccess = networkAccess
  }

  /// This spec in the form of one that was read, as far as both say the same.
  public func formed(like read: Self) -> Self {
    var formed = self
    formed.rolesAsRead = read.rolesAsRead
    formed.resourcesAsRead = read.resourcesAsRead
    formed.networkAccessAsRead = read.networkAccessAsRead
    return formed
  }

  /// The largest number of network rules the service takes (kms-api §3).
  public static let maximumNetworkRules = 40
  /// The largest number of resources that is known to be taken (kms-api §16.1 U4).
  public static let usualResources = 30
  /// The largest number of roles that is known to be taken (kms-api §16.1 U4).
  public static let usualRoles = 2
}

extension NetworkAccess: Codable {
  /// Reads `"unrestricted"`, a list of names, or `{"opaque": …}`; anything else is an error, since the
  /// first of them lets everybody in.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let names = try? container.decode([String].self), !names.isEmpty {
      self = .rules(Set(names))
    } else if let opaque = try? container.decode([String: String].self),
      let text = opaque["opaque"], opaque.count == 1
    {
      self = .opaque(text)
    } else if (try? container.decode(String.self)) == "unrestricted" {
      self = .unrestricted
    } else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription:
          "expected \"unrestricted\", a list of rules with a name in it, or an opaque text")
    }
  }

  /// Writes the same three forms.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .unrestricted: try container.encode("unrestricted")
    case .rules(let names): try container.encode(names.sorted())
    case .opaque(let text): try container.encode(["opaque": text])
    }
  }
}

extension PolicySpec {
  private enum CodingKeys: String, CodingKey { case scope, roles, resources, networkAccess }

  /// Reads the scope, the network access and the two lists.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      scope: try container.decode(PolicyScope.self, forKey: .scope),
      roles: Set(try container.decode([PolicyRole].self, forKey: .roles)),
      resources: Set(try container.decode([String].self, forKey: .resources)),
      networkAccess: try container.decode(NetworkAccess.self, forKey: .networkAccess))
  }

  /// Writes the lists sorted, so that equal specs have equal texts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(scope, forKey: .scope)
    try container.encode(roles.map(\.rawValue).sorted(), forKey: .roles)
    try container.encode(resources.sorted(), forKey: .resources)
    try container.encode(networkAccess, forKey: .networkAccess)
  }
}
