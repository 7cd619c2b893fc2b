internal import CurlTransport
internal import FoundationEssentials
internal import HTTPTransport

/// The sandbox's administration: JSON in a POST below `/_sandbox/`.
struct SandboxAdmin {
  let context: CommandContext
  let options: SandboxAdminOptions

  /// Posts a document and returns the answer's text, starting the sandbox if none is named.
  func post(_ verb: String, _ document: some Encodable & Sendable) async throws -> String {
    if let endpoint = options.endpoint { return try await post(verb, document, to: endpoint) }
    let here = StackLocation.workingDirectory(options.stack, context)
    let directory = (try? StackLocation(options.stack, context))?.directory ?? here
    return try await SandboxProcess(context, stackDirectory: directory).run { handshake in
      try await post(verb, document, to: handshake.endpoint)
    }
  }

  private func post(
    _ verb: String, _ document: some Encodable, to endpoint: String
  ) async throws -> String {
    let body = Array(try JSONEncoder().encode(document))
    let base = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    let request = HTTPRequest(
      .post, url: "\(base)/_sandbox/\(verb)",
      headers: [(name: "Content-Type", value: "application/json")], body: body)
    let answer = try await CurlClient().send(request)
    let text = String(decoding: answer.body, as: UTF8.self)
    guard answer.status == 200 else {
      throw CommandFailure(.error, "the sandbox refused: \(Self.message(text))")
    }
    return text.last == "\n" ? String(text.dropLast()) : text
  }

  private static func message(_ text: String) -> String {
    let members = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    return members?["error"] ?? text
  }
}
