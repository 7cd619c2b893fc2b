internal import Diagnostics
internal import Texts
internal import YAMLSource

extension Redaction {
  /// Checks whose messages quote names of fields and what is expected, and never what was written.
  private static let quotingNothing: Set<String> = Set(
    [
      ManifestCheck.wrongType, .relativeProgram, .emptyValue, .emptyList, .missingKey,
      .passwordSource, .inlinePassword, .outOfRange, .invalidPath,
    ].map(\.rawValue) + [YAMLCheck.syntax, .merge, .key, .limit, .controlCharacter].map(\.rawValue))

  /// A problem at a covered place, without the texts it quotes from there.
  static func withoutQuotes(_ diagnostic: Diagnostic) -> Diagnostic {
    guard !quotingNothing.contains(diagnostic.code.rawValue) else { return diagnostic }
    var diagnostic = diagnostic
    diagnostic.message = withoutQuotes(diagnostic.message)
    return diagnostic
  }

  private static func withoutQuotes(_ message: String) -> String {
    let parts = message.parts(at: "'", keepsEmpty: true).map(String.init)
    guard parts.count > 2 else { return message }
    // To the last quote: there may be others in what is quoted.
    return "\(parts[0])'\(mask)'\(parts[parts.count - 1])"
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
