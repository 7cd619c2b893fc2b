internal import KMSModel
internal import Planning

/// Who refers to rules and policies now: before one goes, all that could refer to it is read again.
///
/// The plan refuses to delete what something else refers to. Between plan and deletion others may
/// have begun to; the service deletes all the same (`kms-api.md` U6), and whoever they are is cut
/// off. One look serves all deletions of a run that begin soon after it.
actor ReferrerLook {
  private struct Referrer: Sendable {
    var id: ResourceID
    var mayReferTo: @Sendable (String) -> Bool
  }

  private struct Look: Sendable {
    var referrers: [Referrer]
    var begin: Duration
    var goodUntil: Duration
  }

  /// Calls side by side; the client bounds them more tightly still.
  private static let width = 32
  /// A list that changes while it is read is read again so often.
  private static let maximumReadings = 3

  /// How long a look may be believed after its end, however long it took.
  private static let longestTerm = Duration.seconds(15)

  private let ignore: AddressPatternList
  private var looks: [ResourceKind: Look] = [:]
  private var isLooking = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Leaves out what the stack ignores: whether that may be, consent has decided in the plan.
  init(ignoring ignore: AddressPatternList) { self.ignore = ignore }

  /// Fails when something refers to a rule or a policy; with `anew`, no earlier look serves.
  func checkUnused(
    _ id: ResourceID, anew: Bool, _ context: StepContext
  ) async throws(StepFailure) {
    guard id.kind == .networkRule || id.kind == .policy else { return }
    for one in try await look(for: id, anew: anew, context) where one.mayReferTo(id.name) {
      throw StepFailure(
        .changedSincePlan,
        "\(one.id) refers to \(id) since the plan was made, and would be cut off",
        nextStep: "plan again")
    }
  }

  /// Reads everything that could refer to an object, unless an earlier look clears it.
  ///
  /// One that does not is no reason to fail: what it showed, a step of this run may have changed since.
  private func look(
    for id: ResourceID, anew: Bool, _ context: StepContext
  ) async throws(StepFailure) -> [Referrer] {
    let patience = context.waiting.patience
    let asked = patience.time()
    while isLooking { await withCheckedContinuation { waiting.append($0) } }
    if let look = looks[id.kind], look.begin > asked { return look.referrers }
    if !anew, let look = looks[id.kind], patience.time() < look.goodUntil,
      !look.referrers.contains(where: { $0.mayReferTo(id.name) })
    {
      return look.referrers
    }
    isLooking = true
    defer {
      isLooking = false
      for one in waiting { one.resume() }
      waiting = []
    }
    let begin = patience.time()
    let found =
      id.kind == .networkRule
      ? try await read(PolicySpec.self, context) { $0.networkAccess.mayReferTo($1) }
      : try await read(AccessPointSpec.self, context) { $0.policies.contains($1) }
    // In a large account a look takes longer than it would be good for otherwise.
    let end = patience.time()
    let term = min(max(AccessPointMarker.oldestLook, end - begin), Self.longestTerm)
    looks[id.kind] = Look(referrers: found, begin: begin, goodUntil: end + term)
    return found
  }

  private func read<Spec: AppliedSpec>(
    _ type: Spec.Type, _ context: StepContext,
    _ mayRefer: @escaping @Sendable (Spec, String) -> Bool
  ) async throws(StepFailure) -> [Referrer] {
    var names = try await names(of: Spec.kind, context.service)[...]
    var found: [Referrer] = []
    let result = await withTaskGroup(
      of: Result<LiveObject<Spec>?, StepFailure>.self,
      returning: Result<[Referrer], StepFailure>.self
    ) { group in
      var running = 0
      while true {
        while running < Self.width, let name = names.popFirst() {
          running += 1
          group.addTask {
            do throws(StepFailure) {
              return .success(try await ObjectReading<Spec>(service: context.service).find(name))
            } catch {
              return .failure(error)
            }
          }
        }
        guard let next = await group.next() else { return .success(found) }
        running -= 1
        switch next {
        case .failure(let failure): return .failure(failure)
        case .success(nil): continue
        case .success(let live?):
          found.append(
            Referrer(id: ResourceID(Spec.kind, live.name)) { mayRefer(live.spec, $0) })
        }
      }
    }
    return try result.get()
  }

  /// Every name that is not ignored.
  private func names(
    of kind: ResourceKind, _ service: any KMSService
  ) async throws(StepFailure) -> [String] {
    for _ in 1...Self.maximumReadings {
      var names: Set<String> = []
      var number = 1
      while true {
        let page = try await StepFailure.translating { () async throws(KMSFailure) in
          kind == .policy
            ? try await service.listPolicies(page: number)
            : try await service.listAccessPoints(page: number)
        }
        names.formUnion(page.names)
        guard names.count < page.totalCount else {
          return names.filter { !ignore.matches(ResourceID(kind, $0)) }.sorted()
        }
        guard !page.names.isEmpty else { break }
        number += 1
      }
    }
    throw StepFailure(
      .other, "the list of what may refer to it changes while it is read: nothing was deleted",
      nextStep: "run 'kmsctl apply' again when nobody else is writing")
  }
}
