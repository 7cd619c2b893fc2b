import HTTPTransport
import KMSSandbox

/// The sandbox behind the client's transport: everything of the wire but sockets.
struct SandboxTransport: HTTPTransport {
  let routes: SandboxRoutes

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let rest = request.url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
    let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let headers = request.headers.reduce(into: ["host": "127.0.0.1:1"]) { $0[$1.name] = $1.value }
    let answer = await routes.answer(
      SandboxRequest(
        method: request.method.rawValue, path: String(parts.first ?? "/"),
        query: parts.count > 1 ? String(parts[1]) : "", headers: headers, body: request.body))
    guard case .response(let response) = answer else {
      throw TransportError(.connectionLost, "hung up", mayHaveBeenSent: true)
    }
    return HTTPResponse(
      status: response.status,
      headers: response.headers.map { ($0.key.lowercased(), $0.value) },
      body: Array(response.body.utf8))
  }
}
