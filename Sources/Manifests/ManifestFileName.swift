import Texts

/// Which files of a directory are manifests, by their names.
enum ManifestFileName {
  /// Whether a file of this name is read.
  static func isManifest(_ name: String) -> Bool {
    name.utf8.count > 4 && (name.ends(with: ".yaml") || name.ends(with: ".yml"))
  }

  /// Whether a file that is not read has a name that somebody may have meant to be read.
  static func isNear(_ name: String) -> Bool {
    let lower = name.lowercased()
    var signs = lower.unicodeScalars.drop { $0 == " " }
    while let last = signs.last, " .~".holds(last) { signs.removeLast() }
    let text = String(signs)
    let base = text.rest(before: ".txt").map(String.init) ?? text
    guard let ending = base.parts(at: ".", keepsEmpty: true).last,
      ending.utf8.count < base.utf8.count
    else { return false }
    return endings.contains(String(ending))
  }

  /// What an editor, a habit or a slip makes of `yaml` and `yml`; JSON is YAML, too.
  private static let endings: Set = [
    "yaml", "yml", "json", "jsonc", "json5", "yam", "ymal", "yaaml", "yamll", "yamal", "yaml5",
    "yalm", "ylm", "ymll", "yyml", "ym",
  ]
}
