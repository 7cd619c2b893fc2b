internal import KMSModel
internal import Secrets

/// A program that takes the key on its standard input.
///
/// It has no stage: running it is publishing. What its end means is the contract of
/// `docs/deliver-by-command.md`; nobody can ask it later what it did with a key.
struct CommandDestination: ClientKeyDestination {
  let spec: CommandSpec
  let parts: KeyParts
  let programs: any ProgramRunner

  var summary: String { "command \(spec.run.first ?? "")" }

  func preflight() async throws(DeliveryError) {
    for words in [spec.run, spec.check] where !words.isEmpty {
      if let objection = programs.objection(to: words) {
        throw failure(.unusable, objection.message, nextStep: objection.nextStep)
      }
    }
  }

  func preflight(for owner: KeyOwner) async throws(DeliveryError) {
    try await preflight()
    guard !spec.check.isEmpty else { return }
    let call = ProgramCall(
      spec.check, environment: Self.variables(owner.accessPoint), timeLimit: timeLimit)
    let outcome = try await start(call, failing: .unusable)
    guard outcome.end != .exited(0) else { return }
    throw failure(
      .unusable, "its check '\(spec.check[0])' \(ending(outcome, hiding: []))",
      nextStep: "run the check by hand and repair what it finds")
  }

  /// Proves that the document can be written; the program itself has not seen anything yet.
  func stage(_ key: DeliverableKey) async throws(DeliveryError) { _ = try document(key) }

  func publish(_ key: DeliverableKey) async throws(DeliveryError) {
    var variables = Self.variables(key.issued.accessPoint)
    variables["KMSCTL_KEY_ID"] = key.issued.id
    variables["KMSCTL_NOT_AFTER"] = key.issued.notAfter.description
    let call = ProgramCall(
      spec.run, input: try document(key), environment: variables, timeLimit: timeLimit)
    let outcome = try await start(call, failing: .notTaken)
    let found = ending(outcome, hiding: [key.issued.privateKeyData, key.password])
    switch outcome.end {
    case .exited(0): return
    case .exited(1...Self.highestRefusal):
      throw failure(.notTaken, "it \(found)", nextStep: "repair what it complains about")
    case .exited, .signalled, .timedOut:
      throw failure(
        .outcomeUnknown, "it \(found), so it may have taken the key",
        nextStep: "look at where it delivers to")
    }
  }

  func holds(shortID: String) async throws(DeliveryError) -> DeliveryHolding { .unknown }

  func discard(shortID: String) async throws(DeliveryError) {}

  func look(for key: LiveClientKey) async -> DeliveryLook {
    .cannotTell("is a program, which cannot be asked what it did with a key")
  }

  /// Above stand 128 and a signal's number, which shells and wrappers end with when the program
  /// they ran was killed, and 255 of ssh, whose connection broke.
  private static let highestRefusal: Int32 = 127

  private var timeLimit: Duration { .seconds(spec.timeout.nominalSeconds) }

  private static func variables(_ accessPoint: String) -> [String: String] {
    ["KMSCTL_ACCESS_POINT": accessPoint]
  }

  private func start(
    _ call: ProgramCall, failing code: DeliveryError.Code
  ) async throws(DeliveryError) -> ProgramOutcome {
    do throws(ProgramFailure) { return try await programs.run(call) } catch {
      throw failure(code, error.message, nextStep: error.nextStep)
    }
  }

  private func document(_ key: DeliverableKey) throws(DeliveryError) -> Secret {
    do throws(DeliveryDocument.Failure) {
      return try DeliveryDocument(key: key, parts: parts).text(spec)
    } catch {
      throw failure(
        .notTaken, "its input cannot be written: \(error.message)",
        nextStep: "use another 'stdin'")
    }
  }

  private func ending(_ outcome: ProgramOutcome, hiding secrets: [Secret]) -> String {
    let end =
      switch outcome.end {
      case .exited(let status): "ended with status \(status)"
      case .signalled(0): "ended in a way that could not be seen"
      case .signalled(let signal): "was ended by signal \(signal)"
      case .timedOut: "did not end within \(spec.timeout) and was ended"
      }
    let complaint = outcome.complaint(hiding: secrets)
    return complaint.isEmpty ? end : "\(end): \(complaint)"
  }

  private func failure(
    _ code: DeliveryError.Code, _ message: String, nextStep: String
  ) -> DeliveryError {
    DeliveryError(code, destination: summary, message: message, nextStep: nextStep)
  }
}
