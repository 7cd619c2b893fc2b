internal import KMSModel
internal import Planning

/// The client keys of unknown origin, each with the two ways out.
struct UnknownKeysText {
  private let style: Style

  init(style: Style) { self.style = style }

  func render(_ keys: [UnknownKey]) -> String {
    guard !keys.isEmpty else { return "" }
    let title = "Client keys of unknown origin on this stack's access points (drift; no apply"
    return style.paint("\(title) touches them):", .alarming) + "\n\n"
      + keys.map(render).joined(separator: "\n")
  }

  private func render(_ key: UnknownKey) -> String {
    let id = Printable.escaped(key.keyID)
    let name = style.paint(id, .strong)
    let made = key.createTime.map { "made at \($0), " } ?? ""
    let end = key.hasEnded ? "ended at" : "until"
    return
      "   \(style.paint("?", .alarming)) \(name) on aap/\(Printable.escaped(key.accessPoint))\n"
      + "      \(made)valid from \(key.notBefore), \(end) \(key.notAfter)\n"
      + "      no marker records it: made by hand, by another program, or its record was lost\n"
      + "      either delete it where it was made: \(Printable.escaped(key.deleteCommand))\n"
      + "      or accept it in kmsctl.yaml, reviewed:"
      + " spec.external: [\(Printable.escaped(key.acceptance))]\n"
  }
}
