/// The first block of a PEM text, compared without regard to line ends and text around it.
struct PEMText: Equatable {
  private let body: String

  init(_ text: String) {
    let lines = text.split(whereSeparator: \.isNewline)
      .map { $0.filter { !$0.isWhitespace || $0 == " " } }
    let start = lines.firstIndex { $0.hasPrefix("-----BEGIN") }.map { $0 + 1 } ?? lines.startIndex
    body = lines[start...].prefix { !$0.hasPrefix("-----END") }.joined()
  }
}
