import Cryptography
import Foundation
import KMSModel
import Secrets
import Testing

@testable import KMSSandbox

/// Signs calls and hands them to the routes, without a network.
struct SandboxClient {
  static let noon = Timestamp(secondsSinceEpoch: 1_795_435_200)

  let state: SandboxState
  let routes: SandboxRoutes
  let accessKeyID: String
  let secret: Secret

  init(
    _ options: SandboxOptions = SandboxOptions(), store: StateStore? = nil,
    now: Timestamp = noon
  ) async throws {
    state = try SandboxState(options: options, store: store, hostClock: { now })
    routes = SandboxRoutes(state)
    let handshake = await state.handshake(endpoint: "")
    accessKeyID = handshake.accessKeyID
    secret = Secret(handshake.accessKeySecret)
  }

  /// Calls an operation, signed with ACS3-HMAC-SHA256; gives status and body.
  func call(
    _ operation: String, _ parameters: [String: String] = [:]
  ) async throws -> (status: Int, body: WireJSON) {
    let response = try #require(await response(operation, parameters))
    return (response.status, try #require(WireJSON(text: response.body)))
  }

  /// The answer as it leaves; nothing when the connection was closed instead.
  func response(
    _ operation: String, _ parameters: [String: String] = [:]
  ) async -> SandboxResponse? {
    guard case .response(let response) = await routes.answer(request(operation, parameters)) else {
      return nil
    }
    return response
  }

  /// The code of a refusal.
  func code(_ operation: String, _ parameters: [String: String] = [:]) async throws -> String? {
    try await call(operation, parameters).body["Code"]?.stringValue
  }

  /// A signed request.
  func request(_ operation: String, _ parameters: [String: String] = [:]) -> SandboxRequest {
    let query = parameters.sorted { $0.key < $1.key }
      .map { "\(FormText.encoded($0.key))=\(FormText.encoded($0.value))" }.joined(separator: "&")
    var headers = [
      "host": "127.0.0.1:1", "x-acs-action": operation,
      "x-acs-version": operation == "GetCallerIdentity" ? "2015-04-01" : "2016-01-20",
      "x-acs-date": Self.noon.iso8601, "x-acs-signature-nonce": UUID().uuidString,
      "x-acs-content-sha256": Digest.hex(Digest.sha256([])),
    ]
    let names = headers.keys.sorted()
    let method = ["GetClientKey", "ListClientKeys"].contains(operation) ? "GET" : "POST"
    let canonical = [
      method, "/", query, names.map { "\($0):\(headers[$0] ?? "")\n" }.joined(),
      names.joined(separator: ";"), headers["x-acs-content-sha256"] ?? "",
    ].joined(separator: "\n")
    let text = "ACS3-HMAC-SHA256\n" + Digest.hex(Digest.sha256(Array(canonical.utf8)))
    let signature = Digest.hex(Digest.hmacSHA256(Array(text.utf8), key: secret))
    headers["Authorization"] =
      "ACS3-HMAC-SHA256 Credential=\(accessKeyID),"
      + "SignedHeaders=\(names.joined(separator: ";")),Signature=\(signature)"
    return SandboxRequest(method: method, query: query, headers: headers)
  }

  /// Asks the administration; gives status and body.
  func admin(_ verb: String, _ body: String = "{}") async throws -> (status: Int, body: WireJSON) {
    let request = SandboxRequest(
      method: "POST", path: "/_sandbox/\(verb)", headers: ["Host": "127.0.0.1:1"],
      body: Array(body.utf8))
    guard case .response(let response) = await routes.answer(request) else {
      throw CancellationError()
    }
    return (response.status, try #require(WireJSON(text: response.body)))
  }
}
