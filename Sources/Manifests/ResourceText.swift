import Diagnostics

/// The form of an accessible resource: `key/…` or `secret/…`, with `*` at the end only.
enum ResourceText {
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
    guard let slash = text.firstIndex(of: "/"),
      ["key", "secret"].contains(text[..<slash])
    else {
      let hint =
        text == "*"
        ? "write 'key/*' and 'secret/*'"
        : text.hasPrefix("acs:kms:") ? "leave out what stands before 'key/' or 'secret/'" : form
      return ("it starts with neither 'key/' nor 'secret/'", hint)
    }
    let name = text[text.index(after: slash)...]
    if name.isEmpty {
      return ("nothing follows '\(text)'", "write '\(text)*' if all of them are meant")
    }
    if name.dropLast().contains("*") {
      return ("'*' is possible at the end only", "it stands for any run of characters there")
    }
    if name.contains(where: { $0.isWhitespace || "\"'\\?,".contains($0) }) {
      return ("it holds a character that no key id or secret name has", nil)
    }
    return nil
  }
}
