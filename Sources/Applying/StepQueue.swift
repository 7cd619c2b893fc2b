internal import KMSModel
internal import Planning

/// Which step may begin next: those it depends on are done, and no running step writes its object.
struct StepQueue {
  private let steps: [Step.ID: Step]
  private let dependants: [Step.ID: [Step.ID]]
  private var openDependencies: [Step.ID: Int]
  private var ready: [Step.ID]
  private var running: [Step.ID: ResourceID] = [:]
  private var settled: Set<Step.ID> = []

  init(_ all: [Step]) {
    steps = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
    dependants = all.reduce(into: [:]) { map, step in
      for needed in Set(step.dependsOn) { map[needed, default: []].append(step.id) }
    }
    openDependencies = all.reduce(into: [:]) { $0[$1.id] = Set($1.dependsOn).count }
    ready = all.filter(\.dependsOn.isEmpty).map(\.id).sorted()
  }

  /// Takes the next step, in plan order.
  mutating func next() -> Step? {
    let busy = Set(running.values)
    for (index, id) in ready.enumerated() {
      guard let step = steps[id], !busy.contains(step.writtenObject) else { continue }
      ready.remove(at: index)
      running[id] = step.writtenObject
      return step
    }
    return nil
  }

  /// Notes that a step is done.
  mutating func finish(_ id: Step.ID) {
    running[id] = nil
    settled.insert(id)
    for dependant in dependants[id, default: []] {
      openDependencies[dependant, default: 0] -= 1
      guard openDependencies[dependant] == 0, !settled.contains(dependant) else { continue }
      let place = ready.firstIndex { $0 > dependant } ?? ready.endIndex
      ready.insert(dependant, at: place)
    }
  }

  /// Notes that a step failed; what needed it, near or far, is skipped.
  mutating func fail(_ id: Step.ID) -> [ApplySummary.Skipped] {
    running[id] = nil
    settled.insert(id)
    var skipped: [ApplySummary.Skipped] = []
    var lost = [id]
    while let one = lost.popLast() {
      for dependant in dependants[one, default: []] where settled.insert(dependant).inserted {
        skipped.append(.init(step: dependant, because: one))
        lost.append(dependant)
      }
    }
    return skipped.sorted { $0.step < $1.step }
  }

  /// Whether a step could begin now.
  var hasReadyStep: Bool { !ready.isEmpty }

  /// The step with this id.
  func step(_ id: Step.ID) -> Step? { steps[id] }

  /// The steps that were neither begun nor skipped.
  var notStarted: [Step.ID] {
    steps.keys.filter { !settled.contains($0) && running[$0] == nil }.sorted()
  }
}

extension Step {
  /// The object whose Description or fields the step writes: for keys, their access point.
  var writtenObject: ResourceID {
    target.kind == .clientKey ? ResourceID(.accessPoint, target.name) : target
  }
}
