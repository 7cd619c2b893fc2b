internal import Applying
internal import KMSModel
internal import Planning

extension World {
  /// What a planner would plan for the whole stack now: what is missing, and the client key.
  func plan() async -> Plan {
    let state = await store.state
    var operations: [Step.Operation] = []
    if state.networkRules["vpc"] == nil { operations.append(.createNetworkRule(Self.rule)) }
    if state.policies["crypto"] == nil { operations.append(.createPolicy(Self.policy)) }
    if state.accessPoints[Self.accessPoint] == nil {
      operations.append(.createAccessPoint(Self.point))
    }
    let marker = state.accessPoints[Self.accessPoint]?.reading.marker
    let committed = marker?.keys.last.flatMap { record -> LiveClientKey? in
      guard case .delivered = record.origin, record.shortID != Self.predecessorShortID else {
        return nil
      }
      return state.keys(of: Self.accessPoint).first { $0.shortID == record.shortID }
    }
    if marker?.intent != nil || committed == nil {
      operations.append(
        .issueClientKey(
          .init(
            accessPoint: Self.accessPoint, spec: spec, isRecovery: marker?.intent != nil,
            replaces: marker?.newestDelivered?.shortID ?? marker?.keys.last?.shortID,
            instance: spec.instance)))
    }
    let chain = operations.indices.dropFirst().map { ($0, [$0 - 1]) }
    return Self.plan(operations, dependsOn: Dictionary(uniqueKeysWithValues: chain))
  }

  /// Lets the service's time pass.
  func pass(_ span: TimeSpan) async {
    await store.edit { $0.now = span.after($0.now) }
  }

  static let predecessorShortID = "aaaaaaaa"
  static let strangerID = "KAAP.bbbbbbbb-0000-4000-8000-000000000000"

  /// Puts the access point there, with a predecessor the stack knows and a stranger's key, and
  /// a stranger's access point beside it.
  ///
  /// A half published key and its successor have a place only where the stranger's key is on that
  /// other access point, too.
  func populate(besideAStranger: Bool = true) async {
    await store.edit { state in
      var point = Self.point
      point.marker?.keys = [
        RecordedKey(shortID: Self.predecessorShortID, origin: .delivered(at: state.now))
      ]
      state.networkRules["vpc"] = Self.live(Self.rule)
      state.policies["crypto"] = Self.live(Self.policy)
      state.accessPoints[Self.accessPoint] = Self.live(point)
      state.accessPoints["strangers"] = LiveObject(
        name: "strangers", arn: "", rawDescription: "not yours", spec: Self.point.spec)
      let start = state.now.adding(seconds: -100)
      for (id, accessPoint) in [
        ("KAAP.\(Self.predecessorShortID)-0000-4000-8000-000000000000", Self.accessPoint),
        (Self.strangerID, besideAStranger ? Self.accessPoint : "strangers"),
        ("KAAP.cccccccc-0000-4000-8000-000000000000", "strangers"),
      ] {
        state.clientKeys.append(
          LiveClientKey(
            id: id, accessPoint: accessPoint, notBefore: start,
            notAfter: start.adding(seconds: 31_536_000), createTime: start,
            certificatePEM: "certificate of \(id)"))
      }
    }
  }

  /// Runs to the end; where that is stuck, the named key of ours goes first, as 'key retire' does it.
  func settle() async -> ApplySummary {
    var summary = await run(await plan())
    for _ in 0..<3 {
      let words = summary.stuck.first?.failure.nextStep?.split(separator: " ").map(String.init)
      guard let words, words.starts(with: ["kmsctl", "key", "retire"]) else { break }
      let deletion = Step.ClientKeyDeletion(
        accessPoint: Self.accessPoint, keyID: words[3].filter { $0 != "," }, cause: .requested,
        spec: spec)
      let rest = await plan().steps.map(\.operation)
      summary = await run(Self.plan([.deleteClientKey(deletion)] + rest))
    }
    return summary
  }

  static func live<Spec>(_ target: Step.Target<Spec>) -> LiveObject<Spec> {
    LiveObject(
      name: target.name, arn: "", rawDescription: target.rawDescription, spec: target.spec)
  }

  /// What is wrong with the world after everything should have converged.
  func problems(mayHavePredecessors: Bool) async -> [String] {
    let state = await store.state
    var problems: [String] = []
    guard let marker = state.accessPoints[Self.accessPoint]?.reading.marker else {
      return ["no access point"]
    }
    if marker.intent != nil { problems.append("an intent is left") }
    let foreign = ["aaaaaaaa", "bbbbbbbb"]
    let own = state.keys(of: Self.accessPoint).map(\.shortID).filter { !foreign.contains($0) }
    let recorded = marker.keys.map(\.shortID).filter { !foreign.contains($0) }
    if own != recorded { problems.append("alive: \(own), recorded: \(recorded)") }
    if own.isEmpty || (own.count > 1 && !mayHavePredecessors) {
      problems.append("\(own.count) keys are alive")
    }
    for (name, disk) in disks {
      let current = await disk.current.map(LiveClientKey.shortID)
      if current != own.last { problems.append("'\(name)' holds \(current ?? "nothing")") }
      if await !disk.staged.isEmpty { problems.append("'\(name)' has stages left") }
    }
    if state.accessPoints["strangers"] != nil {
      let untouched = state.clientKeys.count { ["bbbbbbbb", "cccccccc"].contains($0.shortID) }
      if untouched != 2 { problems.append("a stranger's key is gone") }
      if !marker.records("aaaaaaaa") { problems.append("the predecessor is not recorded any more") }
      if state.keys(of: Self.accessPoint).first?.shortID != "aaaaaaaa" {
        problems.append("the predecessor is gone")
      }
    }
    return problems
  }
}

extension Marker {
  fileprivate func records(_ shortID: String) -> Bool { keys.contains { $0.shortID == shortID } }
}
