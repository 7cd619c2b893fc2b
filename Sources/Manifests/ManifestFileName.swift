/// Which files of a directory are manifests, by their names.
enum ManifestFileName {
  /// Whether a file of this name is read.
  static func isManifest(_ name: String) -> Bool {
    name.utf8.count > 4 && (hasSuffix(name, ".yaml") || hasSuffix(name, ".yml"))
  }

  /// Whether a file that is not read has a name that somebody may have meant to be read.
  static func isNear(_ name: String) -> Bool {
    let lower = name.lowercased()
    let text = String(lower.drop { $0 == " " }.reversed().drop { " .~".contains($0) }.reversed())
    let base = hasSuffix(text, ".txt") ? String(text.dropLast(4)) : text
    guard let ending = base.split(separator: ".", omittingEmptySubsequences: false).last,
      ending.utf8.count < base.utf8.count
    else { return false }
    return endings.contains(String(ending))
  }

  /// What an editor, a habit or a slip makes of `yaml` and `yml`; JSON is YAML, too.
  private static let endings: Set = [
    "yaml", "yml", "json", "jsonc", "json5", "yam", "ymal", "yaaml", "yamll", "yamal", "yaml5",
    "yalm", "ylm", "ymll", "yyml", "ym",
  ]

  /// By bytes: a combining mark behind the dot makes another Character of it.
  private static func hasSuffix(_ name: String, _ ending: String) -> Bool {
    name.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
  }
}
