internal import KMSModel

/// What the planner needs to know about the spec of a named kind; one conformance per kind.
protocol ManagedSpec: Sendable, Hashable, Codable {
  static var kind: ResourceKind { get }
  /// The fields as people read them, in the order of the manifest.
  var fields: [FieldContent] { get }
  /// The names of the objects one level below that this one refers to.
  var references: Set<String> { get }
  func renamingReferences(_ names: [String: String]) -> Self
  /// This spec in the form of one that was read, as far as both say the same.
  func formed(like read: Self) -> Self
  /// Whether an update in place can lead from here to there.
  func canBecome(_ other: Self) -> Bool
  func appliedDigest(description: String, using digest: DigestFunction) -> AppliedDigest
  /// In which ways access becomes wider; from nothing for a new object.
  func widenings(from old: Self?) -> [String]

  static func declared(in state: DesiredState) -> [String: DesiredObject<Self>]
  static func found(in state: LiveState) -> [String: LiveObject<Self>]
  static func creation(_ target: Step.Target<Self>) -> Step.Operation
  static func update(_ update: Step.Update<Self>) -> Step.Operation
  /// The form in which a deletion remembers it.
  var whenDeleted: Step.DeletedSpec { get }
}

/// One field of a spec, for people.
struct FieldContent: Sendable, Hashable {
  enum Value: Sendable, Hashable {
    case single(String)
    /// Sorted the way people expect.
    case set([String])
  }

  /// The name in manifests.
  var name: String
  var value: Value
}
