/// What cannot be put into a marker.
extension MarkerText {
  /// What would not be read back as it was written, in words; nothing when all of it is.
  ///
  /// Asked before every write: a marker that nobody can read again would lock its object.
  public static func flaw(of marker: Marker) -> String? {
    let key = marker.keys.first { key in
      let read = MarkerFields.key(bytes(write(key)))
      return read?.shortID != key.shortID || read?.origin != key.origin
    }
    if let key { return "the record of client key '\(key.shortID)'" }
    if var intent = marker.intent {
      if let run = intent.run, MarkerFields.run(bytes(write(run))) != run {
        return "the run that issues a client key"
      }
      intent.run = nil
      if MarkerFields.intent(bytes(write(intent))) != intent {
        return "the open issue of client key '\(intent.shortID ?? "")' from "
          + "\(intent.notBefore) to \(intent.notAfter)"
      }
    }
    if MarkerFields.owner(bytes("\(marker.owner)")) != marker.owner {
      return "the owner '\(marker.owner)'"
    }
    guard read(write(marker)) == .marked(marker, description: "") else { return "the digest" }
    return nil
  }

  private static func bytes(_ text: String) -> MarkerFields.Bytes { Array(text.utf8)[...] }
}
