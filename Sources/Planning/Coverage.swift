public import KMSModel

/// What a plan looked at, and what it left alone.
public struct Coverage: Sendable, Hashable, Codable {
  /// A live object that is not this stack's.
  public struct LeftAlone: Sendable, Hashable, Codable {
    /// Why it is left alone.
    public enum Reason: Sendable, Hashable {
      /// Nobody's marker is on it.
      case unmanaged
      /// Another stack owns it.
      case owned(by: Owner)
      /// A newer kmsctl wrote the marker on it, and it does not name this stack.
      case newerMarker(String)
      /// It has the flag of a stand-in and stands in for nothing that is known.
      case strayStandIn
      /// The marker on it is damaged, and does not name this stack.
      case damaged(String)
      /// It is this stack's, but outside this partial run.
      case notTargeted
      /// A client key that no marker records, where this run cannot or need not tell whose it is.
      case unrecordedKey
      /// A client key of others that the stack accepts.
      case acceptedKey
    }

    /// The object.
    public var id: ResourceID
    /// Why.
    public var reason: Reason
    /// The key's id, for a client key.
    public var keyID: String?

    /// Creates an entry.
    public init(id: ResourceID, reason: Reason, keyID: String? = nil) {
      self.id = id
      self.reason = reason
      self.keyID = keyID
    }
  }

  /// How many live objects were compared or looked at.
  public var checked: Int
  /// What could not be read.
  public var unreadable: [UnreadableObject]
  /// What the stack ignores.
  public var ignored: [ResourceID]
  /// What is not this stack's.
  public var leftAlone: [LeftAlone]

  /// Creates a coverage.
  public init(
    checked: Int = 0, unreadable: [UnreadableObject] = [], ignored: [ResourceID] = [],
    leftAlone: [LeftAlone] = []
  ) {
    self.checked = checked
    self.unreadable = unreadable
    self.ignored = ignored
    self.leftAlone = leftAlone
  }
}
