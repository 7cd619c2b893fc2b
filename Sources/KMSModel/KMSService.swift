public import Secrets

/// The operations of the service that kmsctl needs, in the words of the domain.
///
/// `KMSClient` is the real one; tests have a model of the service. Creates and updates take the
/// whole Description, marker included, and every mutable field. Retries of safe calls have already
/// happened when a failure comes out; a create whose answer was lost has `mayHaveHappened` set.
/// A write to what is there already takes a `Recheck`, asked after every wait before it is sent.
public protocol KMSService: Sendable {
  /// One page of rule names, from page 1.
  func listNetworkRules(page: Int) async throws(KMSFailure) -> NamePage
  /// One page of policy names, from page 1.
  func listPolicies(page: Int) async throws(KMSFailure) -> NamePage
  /// One page of access point names, from page 1.
  func listAccessPoints(page: Int) async throws(KMSFailure) -> NamePage
  /// All client keys of one access point.
  func listClientKeys(accessPoint: String) async throws(KMSFailure) -> [LiveClientKey]

  /// Reads one client key by its full id.
  func clientKey(_ id: String) async throws(KMSFailure) -> LiveClientKey

  /// Reads a rule.
  func describeNetworkRule(_ name: String) async throws(KMSFailure) -> LiveObject<NetworkRuleSpec>
  /// Reads a policy.
  func describePolicy(_ name: String) async throws(KMSFailure) -> LiveObject<PolicySpec>
  /// Reads an access point.
  func describeAccessPoint(_ name: String) async throws(KMSFailure) -> LiveObject<AccessPointSpec>
  /// Reads the status of an instance.
  func describeInstance(_ id: String) async throws(KMSFailure) -> KMSInstance

  /// Creates a rule.
  func createNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec) async throws(KMSFailure)
  /// Creates a policy.
  func createPolicy(
    _ name: String, description: String, spec: PolicySpec) async throws(KMSFailure)
  /// Creates an access point.
  func createAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec) async throws(KMSFailure)
  /// Issues a client key; the only moment its private half exists outside the service's memory.
  func createClientKey(
    accessPoint: String, password: Secret, notBefore: Timestamp, notAfter: Timestamp,
    recheck: Recheck
  ) async throws(KMSFailure) -> IssuedClientKey

  /// Sets every mutable field of a rule.
  func updateNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec, recheck: Recheck
  ) async throws(KMSFailure)
  /// Sets every mutable field of a policy.
  func updatePolicy(
    _ name: String, description: String, spec: PolicySpec, recheck: Recheck
  ) async throws(KMSFailure)
  /// Sets every mutable field of an access point.
  func updateAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec, recheck: Recheck
  ) async throws(KMSFailure)

  /// Deletes a rule, policy or access point; client keys have their own call.
  func delete(_ id: ResourceID, recheck: Recheck) async throws(KMSFailure)
  /// Deletes one client key by its full id.
  func deleteClientKey(_ id: String, recheck: Recheck) async throws(KMSFailure)

  /// The service's time, from the newest answer; nothing before the first.
  func serviceTime() async -> Timestamp?
  /// What is known about the service's clock and this machine's.
  func clockReading() async -> ServiceClockReading
}

extension KMSService {
  /// Nothing: a service without a wire has no clock but its own.
  public func clockReading() async -> ServiceClockReading { ServiceClockReading() }
}

/// One page of a list.
public struct NamePage: Sendable, Hashable {
  /// The names on the page.
  public var names: [String]
  /// How many objects there are in all.
  public var totalCount: Int
  /// The most names a page holds.
  public var pageSize: Int

  /// Creates a page.
  public init(names: [String], totalCount: Int, pageSize: Int) {
    self.names = names
    self.totalCount = totalCount
    self.pageSize = pageSize
  }

  /// The page size kmsctl asks for, the largest the service takes.
  public static let standardSize = 100
}

/// A KMS instance.
public struct KMSInstance: Sendable, Hashable {
  /// `kst-…`.
  public var id: String
  /// `Connected` is the good one.
  public var status: String
  /// The certificate chain of its endpoint in PEM; public.
  public var caCertificateChainPEM: String

  /// Creates an instance.
  public init(id: String, status: String, caCertificateChainPEM: String) {
    self.id = id
    self.status = status
    self.caCertificateChainPEM = caCertificateChainPEM
  }
}

/// A client key with its private half, as the service hands it out once.
public struct IssuedClientKey: Sendable {
  /// `KAAP.<uuid>`.
  public var id: String
  /// The access point.
  public var accessPoint: String
  /// When it becomes valid, as answered.
  public var notBefore: Timestamp
  /// When it stops being valid, as answered.
  public var notAfter: Timestamp
  /// Base64 of a DER PKCS#12 container under the password.
  public var privateKeyData: Secret

  /// Creates an issued key.
  public init(
    id: String, accessPoint: String, notBefore: Timestamp, notAfter: Timestamp,
    privateKeyData: Secret
  ) {
    self.id = id
    self.accessPoint = accessPoint
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.privateKeyData = privateKeyData
  }
}
