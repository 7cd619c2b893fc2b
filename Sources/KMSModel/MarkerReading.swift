/// What a live Description says about ownership.
public enum MarkerReading: Sendable, Hashable {
  /// No marker anywhere in the text.
  case none(description: String)
  /// One marker in good order; the rest of the text is the user's.
  case marked(Marker, description: String)
  /// A marker that a newer kmsctl wrote and this one does not understand. Never taken for damage.
  case newer(NewerMarker, description: String)
  /// A marker that cannot be trusted: cut off, edited, or there twice. Never taken for none.
  case damaged(reason: String, description: String)

  /// Reads a Description.
  public init(_ text: String) { self = MarkerText.read(text) }

  /// The marker, when it is in good order.
  public var marker: Marker? {
    if case .marked(let marker, _) = self { return marker }
    return nil
  }

  /// The user's words without the marker.
  public var description: String {
    switch self {
    case .none(let description), .marked(_, let description), .newer(_, let description),
      .damaged(_, let description):
      description
    }
  }
}

/// A marker of a newer kmsctl: what can be said of it without understanding it.
public struct NewerMarker: Sendable, Hashable {
  /// What this program does not know: `number 2`, `field 'X='`.
  public var unknown: String
  /// The marker as it stands there, from its opening bracket on.
  public var text: String
  /// Whose it is, where that is written as it always was.
  public var owner: Owner?

  init(unknown: String, text: String, owner: Owner?) {
    self.unknown = unknown
    self.text = text
    self.owner = owner
  }
}
