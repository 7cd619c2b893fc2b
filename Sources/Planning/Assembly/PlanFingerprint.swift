internal import FoundationEssentials
internal import KMSModel

/// The fingerprint of what a plan would do.
///
/// Left out is what can move without the plan becoming another: what the clock alone causes, the
/// places in files, the coverage, which counts strangers, the URL the service is reached at, and what
/// strangers' keys leave no place for.
enum PlanFingerprint {
  static func of(_ plan: Plan, digest: DigestFunction) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(Content(timeless(plan))) else { return nil }
    return "sha256:" + digest.hex(String(decoding: bytes, as: UTF8.self))
  }

  /// The keys of a plan that count: a field that a later version adds makes no plan another one.
  private struct Content: Encodable {
    var formatVersion: String
    var stack: Plan.StackIdentity
    var isPartial: Bool
    var changes: [Change]
    var steps: [Step]
    var refusals: [Refusal]
    var warnings: [PlanWarning]
    var coverage: Coverage
    var fingerprint: String

    init(_ plan: Plan) {
      formatVersion = plan.formatVersion
      stack = plan.stack
      isPartial = plan.isPartial
      changes = plan.changes
      steps = plan.steps
      refusals = plan.refusals
      warnings = plan.warnings
      coverage = plan.coverage
      fingerprint = plan.fingerprint
    }
  }

  private static func timeless(_ plan: Plan) -> Plan {
    var plan = plan
    plan.fingerprint = ""
    plan.stack.endpoint = nil
    plan.coverage = Coverage()
    plan.warnings.removeAll { $0.id?.kind == .clientKey }
    for index in plan.warnings.indices {
      // The same failure has another request id each time.
      plan.warnings[index].message.replace(
        #/\ \((?:request id [^)]*|after \d+ tries)\)/#, with: "")
    }
    let clock = Set(plan.changes.filter { $0.group == .scheduled }.flatMap(\.steps))
    plan.steps = renumbered(plan.steps.filter { !clock.contains($0.id) })
    // Nor what only waits: whoever does it meanwhile makes it no other plan.
    plan.changes = plan.changes.filter { $0.group != .scheduled && $0.action != .report }
    for index in plan.changes.indices {
      plan.changes[index].place = nil
      // Its days pass; which key it is stands in the steps.
      plan.changes[index].key = nil
      // Said by the steps, whose numbers have just moved.
      plan.changes[index].steps = []
      for field in plan.changes[index].fields.indices {
        plan.changes[index].fields[field].place = nil
      }
    }
    for index in plan.refusals.indices { plan.refusals[index].place = nil }
    for index in plan.warnings.indices { plan.warnings[index].place = nil }
    return plan
  }

  private static func renumbered(_ steps: [Step]) -> [Step] {
    var numbers: [Step.ID: Step.ID] = [:]
    for (position, step) in steps.enumerated() { numbers[step.id] = position }
    return steps.map { step in
      Step(
        id: numbers[step.id] ?? 0, change: step.change,
        operation: withoutKeysOfOthers(step.operation),
        dependsOn: step.dependsOn.compactMap { numbers[$0] })
    }
  }

  /// An adoption records the keys that are valid now; one that ends meanwhile changes nothing. A
  /// delivered key that is recorded again gets the time of its record.
  private static func withoutKeysOfOthers(_ operation: Step.Operation) -> Step.Operation {
    guard case .updateAccessPoint(var update) = operation else { return operation }
    let recorded = MarkerReading(update.expected.rawDescription).marker?.keys.map(\.shortID) ?? []
    update.target.marker?.keys.removeAll { key in
      key.origin == .elsewhere || !recorded.contains(key.shortID)
    }
    return .updateAccessPoint(update)
  }
}
