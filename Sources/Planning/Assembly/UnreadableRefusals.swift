internal import Diagnostics
internal import KMSModel

/// What could not be read makes the run fail: it is never taken for absent.
enum UnreadableRefusals {
  static func refusals(_ context: PlanContext) -> [Refusal] {
    context.live.unreadable.map { entry in
      let what = entry.id?.shortForm ?? "the answer of \(entry.operation)"
      return Refusal(
        .unreadable, entry.id, "\(what) could not be read: \(entry.reason)",
        nextStep: "see that the caller may call kms:\(entry.operation), then plan again",
        place: entry.id.flatMap { place(of: $0, context.desired) })
    }
  }

  private static func place(of id: ResourceID, _ desired: DesiredState) -> SourceLocation? {
    switch id.kind {
    case .networkRule: desired.networkRules[id.name]?.place
    case .policy: desired.policies[id.name]?.place
    case .accessPoint: desired.accessPoints[id.name]?.place
    case .clientKey: desired.clientKeys[id.name]?.place
    }
  }
}
