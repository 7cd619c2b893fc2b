/// What a live Description says about ownership.
public enum MarkerReading: Sendable, Hashable {
  /// No marker anywhere in the text.
  case none(description: String)
  /// One marker in good order; the rest of the text is the user's.
  case marked(Marker, description: String)
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
    case .none(let description), .marked(_, let description), .damaged(_, let description):
      description
    }
  }
}
