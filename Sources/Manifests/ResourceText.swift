import Diagnostics
import Texts

/// The form of an accessible resource: `key/…` or `secret/…`, with `*` at the end only.
///
/// The characters are those that key ids, aliases and secret names have (kms-api §1, §3, and the
/// official SDK's model of CreateSecret): a resource with another one is no resource, and a policy
/// with it grants nothing.
enum ResourceText {
  /// The longest name behind the slash, in bytes.
  static let maximumLength = 255
  private static let keyBytes = AllowedBytes.alphanumerics.union("-_/.".utf8)
  private static let secretBytes = SecretNameText.allowed

  /// Whether the text is a resource; reports it when not.
  static func check(_ text: Located<String>, _ problems: inout Problems) -> Bool {
    guard let fault = fault(in: text.value) else { return true }
    problems.report(
      .invalidResource, "'\(text.value)' is no accessible resource: \(fault.message)",
      at: text.location, note: fault.hint)
    return false
  }

  private static func fault(in text: String) -> (message: String, hint: String?)? {
    let form = "write 'key/<key id>' or 'secret/<secret name>'"
    let parts = text.utf8.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = String(parts[0]), let name = String(parts[1]),
      ["key", "secret"].contains(kind)
    else {
      let hint =
        text == "*"
        ? "write 'key/*' and 'secret/*'"
        : text.begins(with: "acs:kms:") ? "leave out what stands before 'key/' or 'secret/'" : form
      return ("it starts with neither 'key/' nor 'secret/'", hint)
    }
    if name.isEmpty {
      return ("nothing follows '\(text)'", "write '\(text)*' if all of them are meant")
    }
    let star = UInt8(ascii: "*")
    let stem = name.utf8.last == star ? String(name.unicodeScalars.dropLast()) : name
    if stem.utf8.contains(star) {
      return ("'*' is possible at the end only", "it stands for any run of characters there")
    }
    if name.utf8.count > maximumLength {
      return ("it is longer than \(maximumLength) characters", nil)
    }
    let (allowed, words) =
      kind == "key"
      ? (keyBytes, "key ids have letters, digits and - _ / .")
      : (secretBytes, "secret names have letters, digits and \(SecretNameText.signs)")
    return AllowedBytes.firstOther(in: stem, than: allowed).map {
      ("it holds \($0), which no \(kind == "key" ? "key id" : "secret name") has", words)
    }
  }
}

/// Names of secrets, from the official SDK's model of CreateSecret.
enum SecretNameText {
  static let signs = "_ / + = . - @"
  static let allowed = AllowedBytes.alphanumerics.union("_/+=.-@".utf8)

  /// Whether a new secret may have this name.
  static func isName(_ name: String) -> Bool {
    (1...192).contains(name.utf8.count) && !name.utf8.starts(with: "acs/".utf8)
      && AllowedBytes.consists(name, of: allowed)
  }
}
