internal import KMSModel
internal import Planning

/// Finds addresses on the command line that stand for nothing: a typo there must not look like a
/// stack in which all is well.
struct SelectionCheck {
  let desired: DesiredState
  let live: LiveState
  let options: PlanOptions

  /// Fails when a pattern selects nothing that is declared or live.
  ///
  /// Where something could not be read, nobody knows what the pattern would have matched; the
  /// plan itself says so then.
  func checkPatterns() throws {
    guard live.unreadable.isEmpty else { return }
    let known = knownAddresses
    let given = [("--target", options.targets), ("--exclude", options.excludes)]
    for (flag, list) in given {
      for pattern in list.patterns
      where !known.contains(where: { AddressPatternList.pattern(pattern, matches: $0) }) {
        throw CommandFailure(
          .usage, "\(flag) '\(pattern)' matches nothing that is declared or live",
          nextStep: nextStep(pattern, known))
      }
    }
  }

  /// Permissions that the plan has no use for, one line each.
  func uselessAllowances(in plan: Plan) -> [String] {
    let concerned = Set(
      plan.changes.map(\.id) + plan.refusals.compactMap(\.id)
        + plan.coverage.unreadable.compactMap(\.id))
    let given = [
      ("--allow-delete", options.allowDelete), ("--allow-replace", options.allowReplace),
      ("--adopt", options.adopt),
    ]
    return given.flatMap { flag, ids in
      ids.subtracting(concerned).sorted().map {
        "\(flag) \($0.shortForm) matches nothing in this plan"
      }
    }
  }

  private func nextStep(_ pattern: String, _ known: Set<ResourceID>) -> String {
    let kind = pattern.split(separator: "/").first.map(String.init) ?? ""
    let isShort = known.contains { $0.shortForm.hasPrefix("\(kind)/") }
    let addresses = known.map { isShort ? $0.shortForm : $0.description }.sorted()
    let near = NearestName(pattern).among(addresses)
    return near.map { "did you mean '\($0)'?" }
      ?? "'kmsctl plan --show-unmanaged' lists what there is"
  }

  private var knownAddresses: Set<ResourceID> {
    let names: [(ResourceKind, [String])] = [
      (.networkRule, Array(desired.networkRules.keys) + live.networkRules.keys),
      (.policy, Array(desired.policies.keys) + live.policies.keys),
      (.accessPoint, Array(desired.accessPoints.keys) + live.accessPoints.keys),
      (.clientKey, Array(desired.clientKeys.keys) + live.accessPoints.keys),
    ]
    return names.reduce(into: Set(live.ignored)) { ids, entry in
      ids.formUnion(entry.1.map { ResourceID(entry.0, $0) })
    }
  }
}
