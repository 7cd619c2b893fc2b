import Diagnostics

/// The merge keys of one mapping: what they bring stands behind what was written.
///
/// Nothing is left out: a key that stands twice in one of the sources, or that is overridden, is
/// still there to be checked, and knows the mapping it comes from.
struct YAMLMerge {
  private(set) var diagnostics: [Diagnostic] = []
  private var sources: [[YAMLPair]] = []
  private var first: SourceLocation?

  /// Takes a merge key and its value: a mapping, or a list of them.
  mutating func add(_ key: YAMLNode, _ value: YAMLNode) {
    if let first {
      diagnostics.append(
        Diagnostic(
          .error, "duplicate-key", "'<<' stands twice in one mapping", at: key.location,
          notes: [
            Diagnostic.Note("it stands here already", at: first),
            Diagnostic.Note("one merge key takes several mappings: '<<: [*one, *two]'"),
          ]))
    }
    first = first ?? key.location
    switch value.content {
    case .mapping(let pairs): sources.append(pairs)
    case .sequence(let items):
      for item in items {
        if case .mapping(let pairs) = item.content {
          sources.append(pairs)
        } else {
          report(item)
        }
      }
    case .scalar: report(value)
    case .unusable: break
    }
  }

  /// The written pairs, then those of every source; earlier sources win.
  func merged(into pairs: [YAMLPair]) -> [YAMLPair] {
    var all = pairs
    var number = 0
    for source in sources {
      // A source may itself have merged others: they keep their order behind it.
      let base = number + 1
      for pair in source {
        var pair = pair
        pair.source += base
        number = max(number, pair.source)
        all.append(pair)
      }
    }
    return all
  }

  private mutating func report(_ node: YAMLNode) {
    guard node.content != .unusable else { return }
    diagnostics.append(
      Diagnostic(
        .error, YAMLCheck.merge.code,
        "a value that cannot be merged, expected a mapping or a list of mappings",
        at: node.location,
        notes: [Diagnostic.Note("write '<<: *name', where 'name' is the anchor of a mapping")]))
  }
}
