internal import CurlTransport
internal import FoundationEssentials
internal import HTTPTransport
internal import Texts

/// The sandbox's administration: JSON in a POST below `/_sandbox/`.
struct SandboxAdmin {
  let context: CommandContext
  let options: SandboxAdminOptions

  /// Posts a document and returns the answer's text, starting the sandbox if none is named.
  func post(_ verb: String, _ document: some Encodable & Sendable) async throws -> String {
    if let endpoint = try options.endpoint(context) {
      return try await post(verb, document, to: endpoint)
    }
    return try await SandboxProcess(context, stackDirectory: stackDirectory).run { handshake in
      try await post(verb, document, to: handshake.endpoint)
    }
  }

  /// The calls of the running sandbox that is named, or of the runs the stack's sandbox had.
  func callLog(limit: Int) async throws -> SandboxCallLog {
    if let endpoint = try options.endpoint(context) {
      return try SandboxCallLog(
        answer: try await post("log", ["limit": limit], to: endpoint))
    }
    return try SandboxCallLog(
      directory: SandboxProgram.directory(ofStack: stackDirectory), limit: limit)
  }

  private var stackDirectory: String {
    (try? StackLocation(options.stack, context))?.directory
      ?? StackLocation.workingDirectory(options.stack, context)
  }

  private func post(
    _ verb: String, _ document: some Encodable, to endpoint: String
  ) async throws -> String {
    let body = Array(try JSONEncoder().encode(document))
    let base = endpoint.rest(before: "/").map(String.init) ?? endpoint
    let request = HTTPRequest(
      .post, url: "\(base)/_sandbox/\(verb)",
      headers: [(name: "Content-Type", value: "application/json")], body: body)
    let answer = try await CurlClient().send(request)
    let text = String(decoding: answer.body, as: UTF8.self)
    guard answer.status == 200 else {
      throw CommandFailure(.error, "the sandbox refused: \(Self.message(text))")
    }
    return text.rest(before: "\n").map(String.init) ?? text
  }

  private static func message(_ text: String) -> String {
    let members = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    return members?["error"] ?? text
  }
}
