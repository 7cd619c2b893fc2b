import KMSModel
import Testing

struct KMSFailureTests {
  @Test(arguments: [
    ("Signature mismatch. server string to sign is:POST&%2F&x", "Signature mismatch…"),
    ("All is said.", "All is said."),
    (String(repeating: "x", count: 301), String(repeating: "x", count: 300) + "…"),
  ])
  func signedTextsAreCutOff(message: String, shown: String) {
    let failure = KMSFailure(.authentication, operation: "ListPolicies", message: message)
    #expect(failure.shortened.message == shown)
  }

  @Test(arguments: [
    (
      KMSFailure(.other, operation: "A", code: "B", message: "c", requestID: "d"),
      "B: c (request id d)"
    ),
    (KMSFailure(.other, operation: "A", message: "c"), "c"),
    (
      KMSFailure(.other, operation: "A", code: "B", message: "", requestID: "d"), "B (request id d)"
    ),
  ])
  func theOperationStandsInFrontOnce(failure: KMSFailure, reason: String) {
    #expect(failure.reason == reason)
    #expect(failure.description == "A: " + reason)
  }

  @Test(arguments: FailureCause.allCases)
  func aKindOfACauseLeadsBackToThatKind(cause: FailureCause) {
    #expect(FailureCause(cause.kind).kind == cause.kind)
  }
}
