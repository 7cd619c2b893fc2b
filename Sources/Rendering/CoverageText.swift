internal import KMSModel
internal import Planning

/// What was looked at and what was left alone.
struct CoverageText {
  private let style: Style
  private let showsUnmanaged: Bool

  init(style: Style, showsUnmanaged: Bool) {
    self.style = style
    self.showsUnmanaged = showsUnmanaged
  }

  func render(_ coverage: Coverage) -> String {
    var text = unreadable(coverage.unreadable)
    text += "Checked \(Phrase.count(coverage.checked, "live object")): "
    text += "\(coverage.unreadable.count) unreadable, \(coverage.ignored.count) ignored, "
    text += "\(coverage.leftAlone.count) left alone."
    guard showsUnmanaged else {
      let hint = coverage.leftAlone.isEmpty ? "" : " (--show-unmanaged lists them)"
      return text + hint + "\n"
    }
    text += "\n"
    for id in coverage.ignored.sorted() { text += line(id, "ignored by the stack") }
    for one in coverage.leftAlone { text += line(one.id, reason(one)) }
    return text
  }

  private func unreadable(_ objects: [UnreadableObject]) -> String {
    guard !objects.isEmpty else { return "" }
    var text = style.paint("Could not be read, so nothing is known about:", .alarming) + "\n"
    for one in objects {
      let name = one.id.map { Printable.escaped($0.shortForm) } ?? "a whole list"
      text += "  ? \(name): \(one.operation): \(Printable.escaped(one.reason))\n"
    }
    return text + "\n"
  }

  private func line(_ id: ResourceID, _ reason: String) -> String {
    "  . \(Printable.escaped(id.description)): \(reason)\n"
  }

  private func reason(_ one: Coverage.LeftAlone) -> String {
    switch one.reason {
    case .unmanaged: return "nobody's marker is on it"
    case .owned(let owner):
      return "owned by stack \(Printable.escaped(owner.stack)) (\(Printable.escaped(owner.uid)))"
    case .damaged(let damage): return "damaged marker: \(Printable.escaped(damage))"
    case .notTargeted: return "outside this partial run"
    case .unrecordedKey:
      return "client key \(one.keyID.map(Printable.escaped) ?? "") is not recorded by this stack"
    case .acceptedKey:
      return "client key \(one.keyID.map(Printable.escaped) ?? "") is others', and accepted"
    }
  }
}
