internal import KMSModel

/// What happens to client keys: changes for people, and one entry per step to come.
struct ClientKeyPlan: Sendable {
  /// A key that is issued and delivered.
  struct Issue: Sendable {
    var accessPoint: String
    var spec: ClientKeySpec
    var isRecovery: Bool
    var replaces: String?
    /// The keys that lived when somebody asked for a new one.
    var besides: [String]?
    var revokesOthers: Bool
    /// Whether it is issued only once the removals of the same access point are done; else it
    /// comes after them, whatever becomes of them.
    var waitsForRemovals: Bool
  }

  /// A key that goes while its access point stays.
  typealias Removal = Step.ClientKeyDeletion

  var changes: [Change] = []
  var issues: [Issue] = []
  var removals: [Removal] = []
  /// Keys that go only once their access point's new key is delivered.
  var lateRemovals: [Removal] = []
  /// What each access point says beside its marker once its own steps are done.
  var bases: [String: Step.Basis] = [:]
}
