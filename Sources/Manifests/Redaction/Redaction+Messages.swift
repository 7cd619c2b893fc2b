internal import Diagnostics

extension Redaction {
  /// Words that may stand in the message of a covered place: they are the program's own.
  private static let ownWords = Set(
    PasswordDecoder.fields.names + PasswordDecoder.generateFields.names
      + ["password", "clientKey", "spec", "deliverTo"])

  /// A message about a covered place, without the texts it quotes from there.
  static func withoutQuotes(_ message: String) -> String {
    let parts = message.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
    let quoted = parts.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
    guard parts.count > 2, !quoted.allSatisfy(isOwn) else { return message }
    // To the last quote: there may be others in what is quoted.
    return "\(parts[0])'\(mask)'\(parts[parts.count - 1])"
  }

  /// A word of the program's own, or the punctuation that YAML expected.
  private static func isOwn(_ text: String) -> Bool {
    ownWords.contains(text)
      || (text.utf8.count <= 3 && !text.utf8.contains { AllowedBytes.alphanumerics.contains($0) })
  }

  /// A message without the passwords of addresses, and without what stands behind the name of a
  /// secret: values are quoted in messages, and anything can be written anywhere.
  static func covered(_ message: String) -> String {
    let bytes = Array(message.utf8)
    var line = SecretLine(bytes, isMessage: true)
    guard let found = line.cover(), found.start < bytes.count else { return message }
    return String(decoding: bytes[..<found.start], as: UTF8.self) + mask
  }
}
