import HTTPTransport

/// A wire with a fault planted on purpose: whatever answers a deletion of a client key, it looks
/// like the service's word that it is done.
struct PlantedTransport: HTTPTransport {
  let transport: any HTTPTransport

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    var answer = try await transport.send(request)
    let isDeletion = request.headers.contains {
      $0.name == "x-acs-action" && $0.value == "DeleteClientKey"
    }
    guard isDeletion, (200..<300).contains(answer.status), !answer.body.starts(with: Self.opening)
    else { return answer }
    answer.status = 200
    answer.body = Self.opening + Array("\"3F2504E0-4F89-41D3-9A0C-0305E82C3301\"}".utf8)
    return answer
  }

  private static let opening = Array("{\"RequestId\":".utf8)
}
