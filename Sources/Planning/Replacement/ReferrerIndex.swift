internal import KMSModel

/// Who refers to what, by the name that is referred to.
struct ReferrerIndex {
  private var live: [String: [String]] = [:]
  private var wanted: [String: [String]] = [:]
  /// Live objects whose references nobody understands.
  private var opaque: [String] = []

  init<Parent: ManagedSpec>(_ parents: [String: Item<Parent>]) {
    for (name, parent) in parents {
      for reference in parent.live?.spec.references ?? [] {
        live[reference, default: []].append(name)
      }
      if parent.live?.spec.hasOpaqueReferences == true { opaque.append(name) }
      guard let desired = parent.desired, parent.isInRun else { continue }
      for reference in desired.spec.references { wanted[reference, default: []].append(name) }
    }
  }

  /// The live objects that refer to a name, or may, sorted.
  func live<Parent: ManagedSpec>(
    of name: String, _ parents: [String: Item<Parent>], _ mayRefer: (Parent, String) -> Bool
  ) -> [String] {
    let perhaps = opaque.filter { parent in
      parents[parent]?.live.map { mayRefer($0.spec, name) } ?? false
    }
    return ((live[name] ?? []) + perhaps).sorted()
  }

  /// The declared objects that refer to a name, sorted.
  func wanted(_ name: String) -> [String] { (wanted[name] ?? []).sorted() }
}

extension ManagedSpec {
  /// Whether the references are a text that nobody understands.
  var hasOpaqueReferences: Bool {
    if let policy = self as? PolicySpec, case .opaque = policy.networkAccess { return true }
    return false
  }
}
