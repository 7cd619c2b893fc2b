import Diagnostics

/// The merge keys of one mapping: what they bring stands behind what was written.
struct YAMLMerge {
  private(set) var diagnostics: [Diagnostic] = []
  private var sources: [[YAMLPair]] = []

  /// Takes the value of a `<<` key: a mapping, or a list of them.
  mutating func add(_ value: YAMLNode) {
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

  /// The written pairs, then every merged key that is not there yet; earlier sources win.
  func merged(into pairs: [YAMLPair]) -> [YAMLPair] {
    guard !sources.isEmpty else { return pairs }
    var names = Set(pairs.compactMap(\.name))
    return pairs
      + sources.joined().filter { pair in pair.name.map { names.insert($0).inserted } ?? false }
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
