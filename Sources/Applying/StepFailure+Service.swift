internal import KMSModel
internal import Planning

extension StepFailure {
  /// A failure in the service's own words.
  init(_ failure: KMSFailure) {
    guard failure.cause != .overtaken else {
      self.init(.changedSincePlan, failure.message, nextStep: "plan again")
      return
    }
    self.init(
      .service(failure), failure.description,
      nextStep: FailureAdvice(failure).nextStep(.writing))
  }

  /// No answer said what time it is.
  static func withoutTime(_ message: String) -> StepFailure {
    let advice = FailureAdvice(
      KMSFailure(cause: .missingTime, operation: "", message: message))
    return StepFailure(.other, message, nextStep: advice.nextStep(.writing))
  }

  /// The user's wish to stop came before an absence could be believed.
  static func interrupted(beforeTelling claim: String) -> StepFailure {
    StepFailure(
      .other, "interrupted before it could be told whether \(claim)",
      nextStep: "run 'kmsctl apply' again")
  }

  /// Makes one call and gives its failure the applier's form.
  static func translating<Answer>(
    _ call: () async throws(KMSFailure) -> Answer
  ) async throws(StepFailure) -> Answer {
    do { return try await call() } catch { throw StepFailure(error) }
  }
}

extension Recheck {
  /// A step's look before a write is sent again; what it finds goes through the call as `overtaken`, and
  /// is remembered as it was.
  init(
    before operation: String, telling objections: LookObjections? = nil,
    _ look: @escaping @Sendable () async throws(StepFailure) -> Finding
  ) {
    self.init { () async throws(KMSFailure) in
      do throws(StepFailure) {
        return try await look()
      } catch {
        if case .service(let failure) = error.kind { throw failure }
        objections?.note(error)
        throw KMSFailure(cause: .overtaken, operation: operation, message: error.message)
      }
    }
  }
}
