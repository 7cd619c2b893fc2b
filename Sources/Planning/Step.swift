public import KMSModel

/// One thing the applier does: at most one object of the service is written.
public struct Step: Sendable, Hashable, Codable, Identifiable {
  /// The position in the plan, from 0.
  public typealias ID = Int

  /// The position in the plan.
  public var id: ID
  /// The change this step belongs to.
  public var change: ResourceID
  /// What is done.
  public var operation: Operation
  /// The steps that must have succeeded before.
  public var dependsOn: [ID]

  /// Creates a step.
  public init(id: ID, change: ResourceID, operation: Operation, dependsOn: [ID] = []) {
    self.id = id
    self.change = change
    self.operation = operation
    self.dependsOn = dependsOn
  }

  /// What a step does.
  public enum Operation: Sendable, Hashable, Codable {
    /// Creates a rule.
    case createNetworkRule(Target<NetworkRuleSpec>)
    /// Creates a policy.
    case createPolicy(Target<PolicySpec>)
    /// Creates an access point.
    case createAccessPoint(Target<AccessPointSpec>)
    /// Sets a rule's mutable fields.
    case updateNetworkRule(Update<NetworkRuleSpec>)
    /// Sets a policy's mutable fields.
    case updatePolicy(Update<PolicySpec>)
    /// Sets an access point's mutable fields.
    case updateAccessPoint(Update<AccessPointSpec>)
    /// Deletes a rule, policy or access point.
    case delete(Deletion)
    /// Issues a client key and delivers it, finishing whatever an earlier run left.
    case issueClientKey(ClientKeyIssue)
    /// Deletes one client key.
    case deleteClientKey(ClientKeyDeletion)
  }

  /// An object as it shall be.
  public struct Target<Spec: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
    /// The name.
    public var name: String
    /// The user's description.
    public var description: String
    /// What it shall be.
    public var spec: Spec
    /// The marker to write; nothing for a stack with `ownership: none`.
    public var marker: Marker?

    /// Creates a target.
    public init(name: String, description: String, spec: Spec, marker: Marker?) {
      self.name = name
      self.description = description
      self.spec = spec
      self.marker = marker
    }

    /// The Description to send.
    public var rawDescription: String {
      marker.map { MarkerText.describe($0, description: description) } ?? description
    }
  }

  /// A change in place.
  public struct Update<Spec: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
    /// What the object must be right before the write; anything else fails the step.
    public var expected: Expectation<Spec>
    /// What it shall be.
    public var target: Target<Spec>

    /// Creates an update.
    public init(expected: Expectation<Spec>, target: Target<Spec>) {
      self.expected = expected
      self.target = target
    }
  }

  /// What an object must be right before it is written.
  public struct Expectation<Spec: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
    /// The Description exactly as it must be live.
    public var rawDescription: String
    /// The spec as it must be live.
    public var spec: Spec

    /// Creates an expectation.
    public init(rawDescription: String, spec: Spec) {
      self.rawDescription = rawDescription
      self.spec = spec
    }
  }

  /// What an access point says beside its marker: a client key's steps write the marker alone.
  public struct Basis: Sendable, Hashable, Codable {
    /// The user's words.
    public var description: String
    /// The spec.
    public var spec: AccessPointSpec

    /// Creates a basis.
    public init(description: String, spec: AccessPointSpec) {
      self.description = description
      self.spec = spec
    }
  }

  /// The issue of a client key.
  public struct ClientKeyIssue: Sendable, Hashable, Codable {
    /// The access point.
    public var accessPoint: String
    /// How the key shall be.
    public var spec: ClientKeySpec
    /// Whether an earlier run left an intent that is finished first.
    public var isRecovery: Bool
    /// The short id of the newest key that the marker recorded when the plan was made: another one
    /// means that another run has issued since. Nothing when none was recorded.
    public var replaces: String?
    /// The short ids of the keys that lived when somebody asked for a new one: none of them is it,
    /// whatever is read later. Nothing where nobody asked.
    public var besides: [String]?
    /// True when the keys before it may be compromised: its commit revokes them, so that every later
    /// run deletes what this one could not.
    public var revokesOthers: Bool?
    /// The instance whose endpoint and CA go with the key; nothing when its policies name none, or
    /// several.
    public var instance: String?
    /// What the access point must say beside its marker right before it is written: what the plan
    /// saw, or what the steps before leave. Without it, what the step sees first.
    public var basis: Basis?

    /// Creates an issue.
    public init(
      accessPoint: String, spec: ClientKeySpec, isRecovery: Bool, replaces: String? = nil,
      besides: [String]? = nil, revokesOthers: Bool? = nil, instance: String? = nil,
      basis: Basis? = nil
    ) {
      self.accessPoint = accessPoint
      self.spec = spec
      self.isRecovery = isRecovery
      self.replaces = replaces
      self.besides = besides
      self.revokesOthers = revokesOthers
      self.instance = instance
      self.basis = basis
    }
  }

  /// The deletion of one client key.
  public struct ClientKeyDeletion: Sendable, Hashable, Codable {
    /// Why a key goes: what the applier proves again before it deletes.
    public enum Cause: String, Sendable, Hashable, Codable {
      /// The manifest is gone, and a flag allowed it.
      case undeclared
      /// Its successor was delivered `overlap` ago.
      case retired
      /// It has ended.
      case expired
      /// A lost answer's key: it has the two dates of a recorded one, and nobody its private half.
      case orphan
      /// It may be compromised, and its successor has been delivered.
      case compromised
      /// Somebody asked for exactly this.
      case requested
    }

    /// The access point.
    public var accessPoint: String
    /// `KAAP.<uuid>`.
    public var keyID: String
    /// Why it goes.
    public var cause: Cause
    /// What the manifest says: where to ask, and for how long both keys live; nothing for an
    /// undeclared key.
    public var spec: ClientKeySpec?
    /// What the access point must say beside its marker right before it is written.
    public var basis: Basis?

    /// Creates a deletion.
    public init(
      accessPoint: String, keyID: String, cause: Cause = .undeclared, spec: ClientKeySpec? = nil,
      basis: Basis? = nil
    ) {
      self.accessPoint = accessPoint
      self.keyID = keyID
      self.cause = cause
      self.spec = spec
      self.basis = basis
    }
  }
}

extension Step {
  /// The object the step writes; a stand-in has a name of its own.
  public var target: ResourceID {
    switch operation {
    case .createNetworkRule(let target): ResourceID(.networkRule, target.name)
    case .createPolicy(let target): ResourceID(.policy, target.name)
    case .createAccessPoint(let target): ResourceID(.accessPoint, target.name)
    case .updateNetworkRule(let update): ResourceID(.networkRule, update.target.name)
    case .updatePolicy(let update): ResourceID(.policy, update.target.name)
    case .updateAccessPoint(let update): ResourceID(.accessPoint, update.target.name)
    case .delete(let deletion): deletion.id
    case .issueClientKey(let issue): ResourceID(.clientKey, issue.accessPoint)
    case .deleteClientKey(let deletion): ResourceID(.clientKey, deletion.accessPoint)
    }
  }
}
