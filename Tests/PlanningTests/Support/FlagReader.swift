import KMSModel
import Planning

/// Takes the flags out of the next steps that refusals name, as a user would copy them.
enum FlagReader {
  /// Plans again with every flag that is named, until nothing new is named.
  static func plan(
    desired: DesiredState, live: LiveState, options: PlanOptions = .init()
  ) -> (plan: Plan, options: PlanOptions, rounds: Int) {
    var options = options
    var plan = Fixture.planner.plan(desired: desired, live: live, options: options)
    var rounds = 1
    while !plan.refusals.isEmpty {
      let allowed = plan.refusals.reduce(options) { add($1.nextStep, to: $0) }
      guard allowed != options else { break }
      options = allowed
      plan = Fixture.planner.plan(desired: desired, live: live, options: options)
      rounds += 1
    }
    return (plan, options, rounds)
  }

  static func add(_ nextStep: String, to options: PlanOptions) -> PlanOptions {
    var options = options
    let words = nextStep.split(separator: " ").map { $0.trimmingSuffix { $0 == "," } }
    for (flag, value) in zip(words, words.dropFirst()) {
      let id = ResourceID(parsing: String(value))
      switch flag {
      case "--allow-delete": id.map { _ = options.allowDelete.insert($0) }
      case "--allow-replace": id.map { _ = options.allowReplace.insert($0) }
      case "--allow-unseen-referrers":
        id.map { _ = options.allowUnseenReferrers.insert($0) }
      case "--adopt": id.map { _ = options.adopt.insert($0) }
      case "--allow-changes": options.allowChanges = Int(value)
      default: continue
      }
    }
    return options
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var text = self
    while let last = text.last, predicate(last) { text.removeLast() }
    return text
  }
}
