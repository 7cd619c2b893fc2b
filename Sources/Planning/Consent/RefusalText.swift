internal import Diagnostics
internal import KMSModel

/// The words of refusals that concern one object alone.
enum RefusalText {
  static func ignored(_ id: ResourceID, at place: SourceLocation?) -> Refusal {
    Refusal(
      .ignoredButDeclared, id,
      "\(id.shortForm) is declared, and the stack's 'ignore' covers it",
      nextStep: "take it out of the manifests, or narrow 'ignore' in kmsctl.yaml", place: place)
  }

  static func unreadKeys(
    of id: ResourceID, isReplaced: Bool, isIgnored: Bool, failure: UnreadableObject?,
    at place: SourceLocation?
  ) -> Refusal {
    let keys = ResourceID(.clientKey, id.name)
    return Refusal(
      .unreadable, id,
      "\(id.shortForm) would be \(isReplaced ? "deleted and made anew" : "deleted"), and the client "
        + "keys that die with it were not read, because "
        + (isIgnored ? "the stack's 'ignore' covers \(keys)" : "the service did not list them"),
      nextStep: isIgnored
        ? "narrow 'ignore' in kmsctl.yaml so that it leaves \(keys) out, then plan again"
        : failure.map { UnreadableGroup($0).nextStep } ?? "plan again", place: place)
  }

  static func adoption(
    _ id: ResourceID, _ fields: [String], at place: SourceLocation?
  ) -> Refusal {
    Refusal(
      .adoptionNotAllowed, id,
      "\(id.shortForm) is live without an owner and differs in \(fields.joined(separator: ", "))",
      nextStep: "to take it over and change it: --adopt \(id.shortForm), "
        + "or 'adopt: true' in its metadata", place: place)
  }

  static func foreign(_ id: ResourceID, _ owner: Owner, at place: SourceLocation?) -> Refusal {
    Refusal(
      .ownedByAnotherStack, id,
      "\(id.shortForm) belongs to stack '\(owner.stack)' (uid \(owner.uid))",
      // After a move, the stack it came from gets here: taking it back is not the first thing to do.
      nextStep: "if it was moved there, remove its manifest here; otherwise choose another name, "
        + "or, to move it here, 'adopt: {fromStack: \(owner.stack)}' in its metadata",
      place: place)
  }

  static func markerInDescription(_ id: ResourceID, at place: SourceLocation?) -> Refusal {
    Refusal(
      .damagedMarker, id,
      "the description of \(id.shortForm) holds what would be taken for kmsctl's marker",
      nextStep: "take '\(MarkerText.openingText)…' out of the description", place: place)
  }

  static func newerMarker(
    _ id: ResourceID, _ marker: NewerMarker, isDeclared: Bool, at place: SourceLocation? = nil
  ) -> Refusal {
    let owner =
      marker.owner.map { "of stack '\($0.stack)' (uid \($0.uid))" } ?? "of nobody it names"
    return Refusal(
      .newerMarker, id,
      "\(id.shortForm) \(isDeclared ? "" : "is not declared and ")carries a marker \(owner) that a "
        + "newer kmsctl wrote: this one does not know \(marker.unknown) in "
        + "'\(excerpt(of: marker.text))'",
      nextStep:
        "update kmsctl, at least to the version that wrote it; leave the Description as it is",
      place: place)
  }

  private static func excerpt(of text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > DamagedMarkerText.longestExcerpt else { return text }
    return String(scalars.prefix(DamagedMarkerText.longestExcerpt)) + "…"
  }

  static func unwritableMarker(
    _ id: ResourceID, _ flaw: String, at place: SourceLocation?
  ) -> Refusal {
    Refusal(
      .unwritableMarker, id,
      "the marker of \(id.shortForm) could not be read again, because of \(flaw)",
      nextStep: "look at \(id.shortForm) and its client keys: the service answered with something "
        + "that no marker can hold", place: place)
  }

  static func markerTooLong(
    _ id: ResourceID, size: Int, at place: SourceLocation?
  ) -> Refusal {
    Refusal(
      .markerTooLong, id,
      "the marker of \(id.shortForm) would take \(size) bytes, at most "
        + "\(MarkerText.maximumBytes) are kept in a Description",
      nextStep: "delete client keys of it that nobody uses, or shorten the stack's name",
      place: place)
  }
}
