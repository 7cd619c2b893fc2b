internal import KMSModel
internal import Manifests
internal import Planning
internal import Texts

/// Finds addresses on the command line that stand for nothing: a typo there must not look like a
/// stack in which all is well.
struct SelectionCheck {
  let desired: DesiredState
  let live: LiveState
  let options: PlanOptions
  /// What gave the targets and the exclusions.
  var sources = SelectionOptions.Sources()

  /// How many addresses a message lists at most.
  private static let longestList = 5

  /// Fails when a pattern selects nothing that is declared or live.
  ///
  /// Where something could not be read, nobody knows what the pattern would have matched; the
  /// plan itself says so then.
  func checkPatterns() throws(CommandFailure) {
    guard live.unreadable.isEmpty else { return }
    let known = knownAddresses
    let given = [(sources.targets, options.targets), (sources.excludes, options.excludes)]
    for (flag, list) in given {
      for pattern in list.patterns
      where !known.contains(where: { AddressPatternList.pattern(pattern, matches: $0) }) {
        throw CommandFailure(
          .usage, "\(flag) '\(pattern)' matches nothing that is declared or live",
          nextStep: near(pattern, known) ?? whatThereIs(pattern, known))
      }
    }
  }

  /// Permissions that the plan has no use for, one line each; fails when one is about an object
  /// that is neither declared nor live, and there is something to do.
  ///
  /// With nothing to do it only says so: a pipeline that runs its command again after the deletion
  /// was done names an object that is gone.
  func uselessAllowances(in plan: Plan) throws(CommandFailure) -> [String] {
    let concerned = Set(
      plan.changes.map(\.id) + plan.refusals.compactMap(\.id)
        + plan.coverage.unreadable.compactMap(\.id))
    let known = knownAddresses
    let given = [
      ("--allow-delete", options.allowDelete), ("--allow-replace", options.allowReplace),
      ("--allow-unseen-referrers", options.allowUnseenReferrers), ("--adopt", options.adopt),
    ]
    var lines: [String] = []
    for (flag, ids) in given {
      for id in ids.subtracting(concerned).sorted() {
        // What was not read, here or there, may well be meant.
        let isKnown = known.contains(id) || !live.unreadable.isEmpty || desired.isPartial
        guard isKnown || (plan.steps.isEmpty && plan.refusals.isEmpty) else {
          throw CommandFailure(
            .usage, "\(flag) '\(id.shortForm)' matches nothing that is declared or live",
            nextStep: "leave it out, or take the address as a refusal of the plan writes it; if the"
              + " object is gone already, nothing is left to allow")
        }
        lines.append(
          isKnown
            ? "\(flag) \(id.shortForm) is not needed by this plan"
            : "\(flag) \(id.shortForm) matches nothing that is declared or live")
      }
    }
    return lines
  }

  /// The nearest name of the same kind; the kind itself says nothing about how near two names are.
  private func near(_ pattern: String, _ known: Set<ResourceID>) -> String? {
    guard let id = ResourceID(parsing: pattern),
      let slash = pattern.unicodeScalars.firstIndex(of: "/")
    else {
      return nil
    }
    let names = known.filter { $0.kind == id.kind }.map(\.name).sorted()
    return Suggestion.nearest(to: id.name, in: names).map {
      "did you mean '\(pattern[...slash])\($0)'?"
    }
  }

  /// The first addresses of the kind that the pattern is about.
  private func whatThereIs(_ pattern: String, _ known: Set<ResourceID>) -> String {
    guard let kind = ResourceID(parsing: pattern)?.kind else { return "expected kind/name" }
    let names = known.filter { $0.kind == kind }.sorted().map(\.shortForm)
    guard !names.isEmpty else { return "there is no \(kind.rawValue), declared or live" }
    let rest = names.count - Self.longestList
    return "declared or live are \(names.prefix(Self.longestList).joined(separator: ", "))"
      + (rest > 0 ? " and \(rest) more" : "")
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
