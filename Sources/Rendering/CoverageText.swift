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
    let title = style.paint("Could not be read, so nothing is known about:", .alarming) + "\n"
    return UnreadableGroup.groups(objects).reduce(into: title) { text, group in
      text += "  ? \(Printable.escaped("\(group.subject): \(group.reason)"))\n"
      text += "    next step: \(Printable.escaped(group.nextStep))\n"
    } + "\n"
  }

  private func line(_ id: ResourceID, _ reason: String) -> String {
    "  . \(Printable.escaped(id.description)): \(reason)\n"
  }

  private func reason(_ one: Coverage.LeftAlone) -> String {
    switch one.reason {
    case .unmanaged: return "nobody's marker is on it"
    case .owned(let owner):
      return "owned by stack \(Printable.escaped(owner.stack)) (\(Printable.escaped(owner.uid)))"
    case .newerMarker(let unknown):
      return "marker of a newer kmsctl: \(Printable.escaped(unknown))"
    case .strayStandIn: return "marked as a stand-in, for nothing that is declared or live"
    case .damaged(let damage): return "damaged marker: \(Printable.escaped(damage))"
    case .notTargeted: return "outside this partial run"
    case .unrecordedKey:
      return "client key \(one.keyID.map(Printable.escaped) ?? "") is not recorded by this stack"
    case .acceptedKey:
      return "client key \(one.keyID.map(Printable.escaped) ?? "") is others', and accepted"
    }
  }
}
