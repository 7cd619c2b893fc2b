internal import KMSModel

extension ServiceCall {
  /// Refuses an answer about another object than the one asked for.
  func checkAnswer(names name: String?) throws(KMSFailure) {
    guard let name, name != parameters["Name"] else { return }
    throw KMSFailure(
      cause: .malformedAnswer, operation: operation,
      message: "the answer is about '\(name)', asked was '\(parameters["Name"] ?? "")'")
  }
}
