public import Diagnostics

/// One object as the manifests want it.
public struct DesiredObject<Spec: Sendable & Hashable>: Sendable, Hashable {
  /// The name.
  public var name: String
  /// The user's description, without any marker.
  public var description: String
  /// What it should be.
  public var spec: Spec
  /// How a live object that is not ours may become ours.
  public var adoption: Adoption
  /// Whether kmsctl must refuse to delete or replace it, even after its manifest is gone.
  public var isProtected: Bool
  /// Where the object's name stands.
  public var place: SourceLocation
  /// Where each field's value stands, by the field's name in manifests (`roles`, `description`).
  public var fieldPlaces: [String: SourceLocation]

  /// Creates an object.
  public init(
    name: String, description: String = "", spec: Spec, adoption: Adoption = .ifEqual,
    isProtected: Bool = false, place: SourceLocation,
    fieldPlaces: [String: SourceLocation] = [:]
  ) {
    self.name = name
    self.description = description
    self.spec = spec
    self.adoption = adoption
    self.isProtected = isProtected
    self.place = place
    self.fieldPlaces = fieldPlaces
  }
}

/// `metadata.adopt`: how a live object that is not ours may become ours.
public enum Adoption: Sendable, Hashable {
  /// Only when it equals the manifest already (its marker was lost).
  case ifEqual
  /// Also when it differs (`adopt: true`).
  case always
  /// From this stack (`adopt: {fromStack: other}`), and also when it differs.
  case fromStack(String)
}

/// Everything the manifests want.
public struct DesiredState: Sendable {
  /// The stack.
  public var stack: StackSpec
  /// The rules by name.
  public var networkRules: [String: DesiredObject<NetworkRuleSpec>]
  /// The policies by name.
  public var policies: [String: DesiredObject<PolicySpec>]
  /// The access points by name.
  public var accessPoints: [String: DesiredObject<AccessPointSpec>]
  /// The client keys by the name of their access point.
  public var clientKeys: [String: DesiredObject<ClientKeySpec>]
  /// Whether only some of the stack's manifests were read: such a run deletes nothing.
  public var isPartial: Bool

  /// Creates a state.
  public init(
    stack: StackSpec, networkRules: [String: DesiredObject<NetworkRuleSpec>] = [:],
    policies: [String: DesiredObject<PolicySpec>] = [:],
    accessPoints: [String: DesiredObject<AccessPointSpec>] = [:],
    clientKeys: [String: DesiredObject<ClientKeySpec>] = [:], isPartial: Bool = false
  ) {
    self.stack = stack
    self.networkRules = networkRules
    self.policies = policies
    self.accessPoints = accessPoints
    self.clientKeys = clientKeys
    self.isPartial = isPartial
  }
}
