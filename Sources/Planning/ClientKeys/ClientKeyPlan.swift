internal import KMSModel

/// What happens to client keys: changes for people, and one entry per step to come.
struct ClientKeyPlan: Sendable {
  /// A key that is issued and delivered.
  struct Issue: Sendable {
    var accessPoint: String
    var spec: ClientKeySpec
    var isRecovery: Bool
  }

  /// Keys that go while their access point stays.
  struct Removal: Sendable {
    var accessPoint: String
    var keyIDs: [String]
  }

  var changes: [Change] = []
  var issues: [Issue] = []
  var removals: [Removal] = []
}
