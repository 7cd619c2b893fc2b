internal import ArgumentParser
internal import KMSModel
internal import KMSSandbox
internal import Texts

/// The switches that change what the sandbox answers.
struct BehaviourOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What goes wrong: throttle, fail, delay, lose or hold; see docs/sandbox.md. Repeatable.",
      valueName: "fault"))
  var fault: [String] = []

  @Option(
    help: ArgumentHelp(
      "A check the service may make: references, in-use, types, instances, clock, or all. "
        + "Repeatable, or separated by commas.",
      valueName: "check"))
  var strict: [String] = []

  @Option(
    help: ArgumentHelp("A limit, for example policies=50. Repeatable.", valueName: "name=number"))
  var quota: [String] = []

  @Option(
    help: ArgumentHelp(
      "Deny every RAM action but these, for example kms:List*,kms:Describe*. Repeatable, or "
        + "separated by commas.", valueName: "list"))
  var allowActions: [String] = []

  @Flag(help: "Pack client keys with the ciphers of older makers.")
  var legacyCiphers = false

  @Flag(help: "Round the dates of client keys down to the minute.")
  var roundDates = false

  @Option(help: ArgumentHelp("Let the service's clock stand still.", valueName: "time"))
  var freezeClock: String?

  func sandboxOptions() throws -> SandboxOptions {
    var options = SandboxOptions()
    options.usesLegacyCiphers = legacyCiphers
    options.roundsDates = roundDates
    options.strictness = try strictness()
    options.faults = try fault.map { text in
      do throws(FaultSyntaxError) {
        return try Fault(text)
      } catch {
        throw ValidationError("--fault \(text): \(error.description)")
      }
    }
    options.frozenClock = try freezeClock.map { text in
      guard let moment = Timestamp(iso8601: text) else {
        throw ValidationError("--freeze-clock \(text): not a time like 2026-01-02T03:04:05Z")
      }
      return moment
    }
    options.allowedActions = try allowedActions()
    for text in quota { try set(text, in: &options.quotas) }
    return options
  }

  private func strictness() throws -> Set<SandboxOptions.Strictness> {
    let words = strict.flatMap { $0.parts(at: ",").map(String.init) }
    // text: a list of words
    guard !words.contains("all") else { return Set(SandboxOptions.Strictness.allCases) }
    return Set(
      try words.map { word in
        guard let check = SandboxOptions.Strictness(rawValue: word) else {
          let known = SandboxOptions.Strictness.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("--strict \(word): not one of \(known), all")
        }
        return check
      })
  }

  private func allowedActions() throws -> [String]? {
    let actions = allowActions.flatMap { $0.parts(at: ",").map(String.init) }
    for action in actions where !SandboxOptions.isActionPattern(action) {
      throw ValidationError("--allow-actions \(action): not kms:<operation>, with * for any run")
    }
    return allowActions.isEmpty ? nil : actions
  }

  private func set(_ text: String, in quotas: inout SandboxQuotas) throws {
    let parts = text.parts(at: "=", atMost: 2).map(String.init)
    guard parts.count == 2, let limit = Int(parts[1]), limit >= 0,
      quotas.set(parts[0], to: limit)
    else {
      let known = SandboxQuotas.names.joined(separator: ", ")
      throw ValidationError("--quota \(text): not <name>=<number> with one of \(known)")
    }
  }
}
