internal import KMSModel

extension NetworkRuleSpec {
  /// How many single entries are listed before the rest is only counted.
  private static var listedEntries: Int { 5 }

  func widenings(from old: Self?) -> [String] {
    let comparable = old.flatMap { $0.type == type ? $0 : nil }
    let before = SourceCoverage(comparable?.sources ?? [])
    let new = sources.filter { !before.covers($0) }.sorted()
    var texts: [String] = []
    if let old, comparable == nil {
      texts.append("type becomes '\(type)' instead of '\(old.type)'")
    } else if let old {
      texts += new.prefix(Self.listedEntries).map { Self.text($0, among: old.sources) }
      if new.count > Self.listedEntries {
        texts.append("\(new.count - Self.listedEntries) more sources added")
      }
    }
    let publicSources = type == .privateNetwork ? new.filter(\.isPublic) : []
    texts += publicSources.prefix(Self.listedEntries).map {
      "public source \($0) in a Private rule"
    }
    if publicSources.count > Self.listedEntries {
      texts.append("\(publicSources.count - Self.listedEntries) more public sources")
    }
    return texts
  }

  private static func text(_ source: SourceAddress, among old: Set<SourceAddress>) -> String {
    let smaller = old.filter { source.covers($0) }.min()
    return smaller.map { "source \(source) added, covers more than \($0)" }
      ?? "source \(source) added"
  }
}

extension SourceAddress {
  /// Whether the entry reaches outside private space; unknown for what is not IPv4.
  var isPublic: Bool {
    if case .block(let block) = range { return !block.isPrivate }
    return false
  }
}
