/// One object as the service describes it.
public struct LiveObject<Spec: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
  /// The name.
  public var name: String
  /// The ARN.
  public var arn: String
  /// The Description exactly as the service has it, marker included.
  public var rawDescription: String
  /// What it is.
  public var spec: Spec

  /// Creates an object.
  public init(name: String, arn: String, rawDescription: String, spec: Spec) {
    self.name = name
    self.arn = arn
    self.rawDescription = rawDescription
    self.spec = spec
  }

  /// What stands in the Description: the user's words and, perhaps, a marker.
  public var reading: MarkerReading { MarkerReading(rawDescription) }
}

/// A live object that could not be read: it is never taken for absent.
public struct UnreadableObject: Sendable, Hashable, Codable {
  /// Which one; nothing when a whole list failed.
  public var id: ResourceID?
  /// The operation that failed.
  public var operation: String
  /// What the service or the network said, without the operation.
  public var reason: String
  /// What kind of failure it was.
  public var failure: KMSFailure.Kind
  /// What lies behind it.
  public var cause: FailureCause
  /// The service's error code, when it gave one.
  public var code: String?
  /// The RAM action that was denied, when one was.
  public var deniedAction: String?

  /// Creates an entry for a failed call.
  public init(_ id: ResourceID?, _ failure: KMSFailure) {
    self.init(
      id: id, operation: failure.operation, reason: failure.reason, cause: failure.cause)
    code = failure.code
    deniedAction = failure.deniedAction
  }

  /// Creates an entry.
  public init(
    id: ResourceID?, operation: String, reason: String, cause: FailureCause = .other
  ) {
    self.id = id
    self.operation = operation
    self.reason = reason
    self.cause = cause
    failure = cause.kind
  }

  /// Whether other credentials or more rights are needed, rather than another try.
  public var isDenied: Bool { failure == .permission || failure == .authentication }

  /// What could not be read, in a word or a few.
  public var subject: String {
    if let id { return id.shortForm }
    return switch operation {
    case "ListNetworkRules": "the list of network rules"
    case "ListPolicies": "the list of policies"
    case "ListApplicationAccessPoints": "the list of access points"
    default: "the answer of \(operation)"
    }
  }
}

/// What is known about a KMS instance that a policy refers to.
public enum InstanceReading: Sendable, Hashable, Codable {
  /// It exists and has this status (`Connected` is the good one).
  case exists(status: String)
  /// There is no such instance in this account and region.
  case missing
  /// It could not be read.
  case unreadable(reason: String)
}

/// Everything read from the service in one run.
public struct LiveState: Sendable {
  /// The rules by name.
  public var networkRules: [String: LiveObject<NetworkRuleSpec>]
  /// The policies by name.
  public var policies: [String: LiveObject<PolicySpec>]
  /// The access points by name.
  public var accessPoints: [String: LiveObject<AccessPointSpec>]
  /// The client keys by the name of their access point.
  public var clientKeys: [String: [LiveClientKey]]
  /// The access points at which another run is issuing a client key, by name.
  public var holds: [String: RunHold]
  /// The ids of keys that no marker records and that every destination of their access point holds.
  public var heldUnrecorded: Set<String> = []
  /// The instances that policies refer to, by id.
  public var instances: [String: InstanceReading]
  /// What could not be read.
  public var unreadable: [UnreadableObject]
  /// What was left unread because the stack ignores it.
  public var ignored: [ResourceID]
  /// The service's own time.
  public var now: Timestamp
  /// What is known about its clock and this machine's.
  public var clock = ServiceClockReading()

  /// Creates a state.
  public init(
    networkRules: [String: LiveObject<NetworkRuleSpec>] = [:],
    policies: [String: LiveObject<PolicySpec>] = [:],
    accessPoints: [String: LiveObject<AccessPointSpec>] = [:],
    clientKeys: [String: [LiveClientKey]] = [:], holds: [String: RunHold] = [:],
    instances: [String: InstanceReading] = [:],
    unreadable: [UnreadableObject] = [], ignored: [ResourceID] = [], now: Timestamp
  ) {
    self.networkRules = networkRules
    self.policies = policies
    self.accessPoints = accessPoints
    self.clientKeys = clientKeys
    self.holds = holds
    self.instances = instances
    self.unreadable = unreadable
    self.ignored = ignored
    self.now = now
  }
}

extension LiveState {
  /// The same with the access points at which a living run of somebody else issues a key.
  ///
  /// Only the markers of this owner count: another stack's intent is its own business.
  public func noting(
    _ runs: RunRegistry, owner: Owner, digest: DigestFunction
  ) -> LiveState {
    var copy = self
    copy.holds = accessPoints.compactMapValues { live in
      guard let marker = live.reading.marker, marker.owner == owner,
        marker.isGenuine(for: ResourceID(.accessPoint, live.name), digest: digest)
      else { return nil }
      return runs.hold(of: marker.intent, at: now)
    }
    return copy
  }
}
