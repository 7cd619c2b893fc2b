internal import KMSModel

extension PolicySpec {
  func widenings(from old: Self?) -> [String] {
    guard let old else { return newWidenings }
    var texts: [String] = []
    if scope != old.scope {
      texts.append("scope becomes '\(scope.manifestWord)' instead of '\(old.scope.manifestWord)'")
    }
    texts += roles.subtracting(old.roles).map(\.shortName).sorted().map { "role '\($0)' added" }
    texts += ResourcePattern.uncovered(resources, by: old.resources).map { resource in
      let pattern = ResourcePattern(resource)
      let smaller = old.resources.filter { pattern.covers(ResourcePattern($0)) }.min()
      return "resource '\(resource)' added"
        + (smaller.map { ", covers more than '\($0)'" } ?? "")
    }
    return texts + networkWidenings(from: old.networkAccess)
  }

  private var newWidenings: [String] {
    resources.filter { $0 == "key/*" || $0 == "secret/*" }.sorted()
      .map { "resource '\($0)' is every \($0 == "key/*" ? "key" : "secret") of the scope" }
      + (networkAccess.isOpen ? ["unrestricted: no source address is filtered"] : [])
  }

  private func networkWidenings(from old: NetworkAccess) -> [String] {
    guard old.shift(to: networkAccess).widens else { return [] }
    if networkAccess.isOpen { return ["becomes unrestricted: no source address is filtered"] }
    if case .rules(let names) = networkAccess, case .rules(let oldNames) = old {
      return names.subtracting(oldNames).sorted().map { "network rule '\($0)' added" }
    }
    return ["network access is compared with a live value kmsctl does not understand"]
  }
}
