internal import Planning

/// The changed fields of one object.
struct FieldText {
  private let style: Style

  init(style: Style) { self.style = style }

  /// One field, indented below its change.
  func render(_ field: FieldChange, showsPlace: Bool) -> String {
    let place = showsPlace ? style.paint(Phrase.place(field.place), .faint) : ""
    switch field.value {
    case .single(let before, let after):
      return single(field.name, before, after, place)
    case .set(let added, let removed, let kept):
      return set(field.name, added: added, removed: removed, kept: kept, place)
    }
  }

  private func single(
    _ name: String, _ before: String?, _ after: String?, _ place: String
  ) -> String {
    let values = (before.map(Printable.quoted), after.map(Printable.quoted))
    switch values {
    case (let before?, let after?):
      return line(.changed, "~", "\(name): \(before) -> \(after)\(place)")
    case (nil, let after?): return line(.added, "+", "\(name): \(after)\(place)")
    case (let before?, nil): return line(.removed, "-", "\(name): \(before)\(place)")
    case (nil, nil): return ""
    }
  }

  private func set(
    _ name: String, added: [String], removed: [String], kept: [String], _ place: String
  ) -> String {
    let (tone, symbol): (Style.Tone, String) =
      switch (added.isEmpty, removed.isEmpty && kept.isEmpty) {
      case (false, true): (.added, "+")
      case (true, _) where kept.isEmpty: (.removed, "-")
      default: (.changed, "~")
      }
    var text = line(tone, symbol, "\(name):\(place)")
    for item in removed { text += line(.removed, "-", Printable.escaped(item), depth: 10) }
    for item in added { text += line(.added, "+", Printable.escaped(item), depth: 10) }
    if !kept.isEmpty {
      text += style.paint("            (\(kept.count) unchanged)", .faint) + "\n"
    }
    return text
  }

  private func line(
    _ tone: Style.Tone, _ symbol: String, _ rest: String, depth: Int = 6
  ) -> String {
    String(repeating: " ", count: depth) + style.paint(symbol, tone) + " \(rest)\n"
  }
}
