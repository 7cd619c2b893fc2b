internal import Diagnostics
internal import KMSModel
internal import Texts

/// The words about a marker that cannot be read: what stands there, and what would be right.
struct DamagedMarkerText {
  let id: ResourceID
  /// What is wrong with it.
  let reason: String
  /// The live Description, whole.
  let liveText: String
  /// The marker this stack would write, client keys left out; nothing for a stack without markers.
  let right: Marker?

  /// How much of a live Description is shown, in characters.
  static let longestExcerpt = 200

  func declared(at place: SourceLocation?) -> Refusal {
    Refusal(
      .damagedMarker, id,
      "nobody can tell whose \(id.shortForm) is: \(reason) in its live Description, '\(excerpt)'",
      nextStep: cure(else: "if it is nobody's, remove the damaged text"), place: place)
  }

  var undeclared: Refusal {
    Refusal(
      .damagedMarker, id,
      "\(id.shortForm) is not declared, and its damaged marker names this stack: \(reason) in its"
        + " live Description, '\(excerpt)'",
      nextStep: cure(else: "to leave \(id.shortForm) alone, remove the damaged text"))
  }

  private func cure(else other: String) -> String {
    guard let right else { return "remove the damaged text from its live Description" }
    let text = MarkerText.write(right)
    guard id.kind == .accessPoint else {
      return "if it is this stack's, let its live Description end with '\(text)'; \(other)"
    }
    return
      "if it is this stack's, let its live Description end with '\(text.rest(before: "]") ?? text[...]) k=…]',"
      + " with a word 'id@time' for each client key it recorded, such as"
      + " 'f772d376@20261130T191133Z' (without k= if there was none); \(other)"
  }

  /// The part of the Description that matters: from where the marker begins, or else its end.
  private var excerpt: String {
    let scalars = liveText.unicodeScalars
    guard scalars.count > Self.longestExcerpt else { return liveText }
    guard let start = scalars.firstRange(of: "[kmsctl".unicodeScalars)?.lowerBound else {
      return "…" + String(scalars.suffix(Self.longestExcerpt))
    }
    let rest = scalars[start...]
    return (start > scalars.startIndex ? "…" : "") + String(rest.prefix(Self.longestExcerpt))
      + (rest.count > Self.longestExcerpt ? "…" : "")
  }
}
