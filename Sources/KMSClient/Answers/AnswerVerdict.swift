internal import HTTPTransport
internal import KMSModel

extension AnswerCheck {
  /// Why an answer with a good status is none; nothing when it is what the operation promises.
  ///
  /// A write whose answer is none may have been carried out: whoever asked for it looks.
  func failure(of response: HTTPResponse) -> KMSFailure? {
    guard case .object(let object) = JSONValue(parsing: response.body) else {
      return open(
        ForeignAnswer.isForeign(response.body)
          ? ForeignAnswer(response).failure(of: call)
          : malformed("the answer is not the JSON the service sends"))
    }
    // A refusal with a good status is somebody else's idea of one.
    guard !Self.isRefusal(object) else {
      return open(malformed("the answer has HTTP status \(response.status) and a refusal in it"))
    }
    do throws(AnswerFault) {
      try check(object, AnswerTable.fields(of: call.operation))
      return nil
    } catch {
      return open(malformed(error.words))
    }
  }

  private static func isRefusal(_ object: [String: JSONValue]) -> Bool {
    guard case .text(let code) = object["Code"] ?? object["code"] else { return false }
    return !["", "200", "OK", "Success"].contains(code)
  }

  private func malformed(_ message: String) -> KMSFailure {
    KMSFailure(cause: .malformedAnswer, operation: call.operation, message: message)
  }

  private func open(_ failure: KMSFailure) -> KMSFailure {
    var failure = failure
    failure.mayHaveHappened = call.effect != .read
    return failure
  }
}
