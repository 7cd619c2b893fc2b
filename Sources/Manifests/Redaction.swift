internal import Diagnostics

/// Takes possible secrets out of source lines before anyone can print them.
enum Redaction {
  private static let mask = "•••"

  /// Masks each hidden stretch, from its first column to the end of its last line.
  static func hide(_ texts: [HiddenText], in sources: inout [String: SourceText]) {
    for text in texts {
      guard var lines = sources[text.start.file]?.lines else { continue }
      let first = text.start.line - 1
      guard lines.indices.contains(first) else { continue }
      lines[first] = lines[first].keeping(scalars: text.start.column - 1) + mask
      for index in lines.indices where index > first && index < text.lastLine {
        lines[index] = mask
      }
      sources[text.start.file]?.lines = lines
    }
  }

  /// Masks what looks like a password in a file that could not be read as YAML.
  ///
  /// The value after any key that names a secret goes, and so do the deeper lines below it, unless
  /// they name where a password comes from.
  static func hidePasswords(in source: inout SourceText) {
    var hiddenBelow: Int?
    for (index, line) in source.lines.enumerated() {
      let depth = line.prefix { $0 == " " }.count
      // A line without a key may be the rest of a value that was torn apart.
      if let limit = hiddenBelow, depth > limit || !line.contains(":") {
        source.lines[index] = namesSource(line) ? line : mask
        continue
      }
      hiddenBelow = nil
      guard let colon = secretColon(in: line) else { continue }
      hiddenBelow = depth
      let value = line[line.index(after: colon)...]
      guard !value.allSatisfy(\.isWhitespace), !namesSource(line) else { continue }
      source.lines[index] = "\(line[...colon]) \(mask)"
    }
  }

  /// The first colon of a line that stands behind the name of a secret.
  private static func secretColon(in line: String) -> String.Index? {
    line.indices.first { index in
      guard line[index] == ":" else { return false }
      let word = line[..<index].split { " \t{,\"'-".contains($0) }.last
      return word.map { looksSecret($0) } ?? false
    }
  }

  /// Whether the name of a key says that its value may be a secret.
  static func looksSecret(_ name: some StringProtocol) -> Bool {
    let name = name.lowercased()
    if Suggestion.nearest(to: name, in: ["password", "passphrase"]) != nil { return true }
    return ["pass", "pwd", "token", "credential", "secret", "private"].contains {
      name.contains($0)
    }
  }

  private static func namesSource(_ line: String) -> Bool {
    ["generate", "fromEnv", "fromFile", "fromCommand"].contains { line.contains($0) }
  }
}

extension String {
  fileprivate func keeping(scalars count: Int) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: unicodeScalars.prefix(count))
    return String(scalars)
  }
}
