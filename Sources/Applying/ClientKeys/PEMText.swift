internal import Texts

/// The first block of a PEM text, compared without regard to line ends and text around it.
struct PEMText: Equatable {
  private let body: String

  init(_ text: String) {
    let lines = text.parts(at: "\n")
      .map { line in
        let kept = line.unicodeScalars.filter { !$0.properties.isWhitespace || $0 == " " }
        return String(String.UnicodeScalarView(kept))
      }
    let start =
      lines.firstIndex { $0.begins(with: "-----BEGIN") }.map { $0 + 1 } ?? lines.startIndex
    body = lines[start...].prefix { !$0.begins(with: "-----END") }.joined()
  }
}
