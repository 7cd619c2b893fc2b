internal import Diagnostics
internal import KMSModel

/// What could not be read makes the run fail: it is never taken for absent.
enum UnreadableRefusals {
  /// One for each cause; the plan's coverage has every object.
  static func refusals(_ context: PlanContext) -> [Refusal] {
    UnreadableGroup.groups(context.live.unreadable).map { group in
      let only = group.objects.count == 1 ? group.objects.first?.id : nil
      return Refusal(
        .unreadable, only, group.message, nextStep: group.nextStep,
        place: only.flatMap { place(of: $0, context.desired) })
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
