internal import HTTPTransport
internal import KMSModel

/// An answer that the service does not send: a proxy's page, nothing at all, another protocol.
struct ForeignAnswer {
  private let message: String

  init(_ response: HTTPResponse) {
    let type = response.header("content-type") ?? "no content type"
    let body =
      response.body.isEmpty
      ? "without a body, which the service always sends"
      : "with a body that is not the service's (\(type))"
    message = "HTTP \(response.status) \(body); a proxy may stand between"
  }

  /// Whether a body cannot be what the service sends: it sends one JSON object, always.
  static func isForeign(_ body: [UInt8]) -> Bool {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    return body.first { !blanks.contains($0) } != UInt8(ascii: "{")
  }

  /// The failure of a call that was answered so; a change may have been made all the same.
  func failure(of call: ServiceCall) -> KMSFailure {
    KMSFailure(cause: .foreignAnswer, operation: call.operation, message: message)
  }
}
