internal import KMSModel
internal import Planning

extension Step.Target {
  /// Whether a live object has the Description that this target would give it.
  ///
  /// Client keys have steps of their own, which may have gone on: what the marker knows of them may
  /// be more, never less.
  func hasDescription(of live: LiveObject<Spec>) -> Bool {
    if live.rawDescription == rawDescription { return true }
    guard let marker, case .marked(var found, let words) = live.reading, words == description,
      Set(found.keys).isSuperset(of: marker.keys)
    else { return false }
    found.keys = marker.keys
    found.intent = marker.intent
    return found == marker
  }
}
