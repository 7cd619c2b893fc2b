internal import KMSModel

extension StepFailure {
  /// A failure in the service's own words.
  init(_ failure: KMSFailure) {
    let nextStep: String? =
      switch failure.kind {
      case .permission:
        "allow the RAM action 'kms:\(failure.operation)' for these credentials"
      case .authentication:
        "check the credentials with 'kmsctl whoami'"
      case .throttled, .unavailable, .malformedAnswer, .cancelled:
        "run 'kmsctl apply' again: it continues where this one stopped"
      case .quota:
        "raise the quota or delete what is not needed"
      case .notFound, .alreadyExists, .invalidRequest, .other:
        nil
      }
    self.init(.service(failure), failure.description, nextStep: nextStep)
  }

  /// Makes one call and gives its failure the applier's form.
  static func translating<Answer>(
    _ call: () async throws(KMSFailure) -> Answer
  ) async throws(StepFailure) -> Answer {
    do { return try await call() } catch { throw StepFailure(error) }
  }
}
