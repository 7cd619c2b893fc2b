import KMSModel

/// Descriptions beside kmsctl's marker: whatever the service gives back must be read as it was meant.
///
/// A plan refuses an object whose marker is damaged; a description that would damage it is refused
/// before it gets there. All is compared by bytes: a combining mark typed next to the marker's text
/// makes other Characters of it, and hides nothing from the service.
enum DescriptionText {
  /// A marker as it might stand behind any description.
  private static let sample = Marker(
    owner: Owner(stack: "stack", uid: "uid"), originHash: "00000000",
    appliedDigest: AppliedDigest(version: 1, hex: "0000000000000000"))

  /// What makes a description unusable, to be read after "the description holds".
  static func fault(in description: String) -> String? {
    guard case .none = MarkerText.read(description) else {
      return holds(MarkerText.openingText, description)
        ? "'[kmsctl/', which starts kmsctl's own marker" : "a piece of kmsctl's own marker"
    }
    let live = MarkerText.describe(sample, description: description)
    guard case .marked(sample, description) = MarkerText.read(live) else {
      return "what reads as a piece of kmsctl's own marker"
    }
    return nil
  }

  private static func holds(_ word: String, _ text: String) -> Bool {
    let (word, text) = (Array(word.utf8), Array(text.utf8))
    return text.indices.contains { text[$0...].starts(with: word) }
  }
}
