/// How an application proves who it is at an access point.
public struct AuthenticationMethod: OpenWord {
  /// The text on the wire and in manifests.
  public var rawValue: String
  /// Creates a method from its text.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// With a client key.
  public static let clientKey = AuthenticationMethod(rawValue: "ClientKey")
  /// With a RAM role; its wire form is unknown (kms-api §15 U2).
  public static let ramRole = AuthenticationMethod(rawValue: "RAMRole")
}

/// What an application access point says, apart from its name and description.
public struct AccessPointSpec: Sendable, Hashable, Codable {
  /// The method; it cannot be changed on a live access point.
  public var authenticationMethod: AuthenticationMethod
  /// The policies by name; order does not matter.
  public var policies: Set<String>
  /// The policies in the order in which they were read.
  public var policiesAsRead = AsRead<Set<String>>()

  /// Creates a spec.
  public init(authenticationMethod: AuthenticationMethod, policies: Set<String>) {
    self.authenticationMethod = authenticationMethod
    self.policies = policies
  }

  /// This spec in the form of one that was read, as far as both say the same.
  public func formed(like read: Self) -> Self {
    var formed = self
    formed.policiesAsRead = read.policiesAsRead
    return formed
  }

  /// The largest number of policies the service takes (kms-api §4).
  public static let maximumPolicies = 3
}

extension AccessPointSpec {
  private enum CodingKeys: String, CodingKey { case authenticationMethod, policies }

  /// Reads the method and a list of policies.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      authenticationMethod: try container.decode(
        AuthenticationMethod.self, forKey: .authenticationMethod),
      policies: Set(try container.decode([String].self, forKey: .policies)))
  }

  /// Writes the policies sorted, so that equal specs have equal texts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(authenticationMethod, forKey: .authenticationMethod)
    try container.encode(policies.sorted(), forKey: .policies)
  }
}
