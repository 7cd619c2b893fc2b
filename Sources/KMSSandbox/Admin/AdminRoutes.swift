internal import KMSModel
internal import Texts

/// The administration of the sandbox: JSON in a POST, from this machine only.
struct AdminRoutes {
  private let state: SandboxState

  init(_ state: SandboxState) { self.state = state }

  func answer(_ request: SandboxRequest) async -> SandboxResponse {
    do throws(AdminError) {
      try check(request)
      let verb = String(request.path.rest(after: SandboxRoutes.adminPrefix) ?? "")
      let text = String(decoding: request.body, as: UTF8.self)
      guard let body = WireJSON(text: text.isEmpty ? "{}" : text), case .object = body else {
        throw AdminError(400, "the body is not a JSON object")
      }
      return response(200, try await answer(verb, body))
    } catch {
      return response(error.status, .object(["error": .string(error.message)]))
    }
  }

  /// A web page must not be able to reach this through the user's browser, so the host has to be a
  /// loopback name and the method one that a page cannot use without asking first.
  private func check(_ request: SandboxRequest) throws(AdminError) {
    let host = request.headers["host"]?.parts(at: ":").first.map(String.init) ?? ""
    guard request.peer.address.begins(with: "127."), ["127.0.0.1", "localhost"].contains(host),
      request.headers["origin"] == nil
    else { throw AdminError(403, "the administration answers this machine only") }
    guard request.method == "POST" else { throw AdminError(405, "use POST") }
  }

  private func answer(_ verb: String, _ body: WireJSON) async throws(AdminError) -> WireJSON {
    switch verb {
    case "status": return await state.status()
    case "credentials": return await state.credentials()
    case "log": return await state.log(body)
    case "reset": try await state.reset(body)
    case "edit": try await state.edit(body)
    case "faults": try await state.changeFaults(body)
    case "clock": try await state.moveClock(body)
    case "release": await state.releaseAll()
    case "wait": await state.waitForHold()
    default: throw AdminError(404, "there is no '\(verb)'")
    }
    return await state.status()
  }

  private func response(_ status: Int, _ body: WireJSON) -> SandboxResponse {
    SandboxResponse(
      status: status, headers: ["Content-Type": "application/json"], body: body.text + "\n")
  }
}

/// Why the administration did not do something.
struct AdminError: Error, Sendable, Hashable {
  var status: Int
  var message: String

  init(_ status: Int, _ message: String) {
    self.status = status
    self.message = message
  }

  init(_ error: StateStoreError) { self.init(500, error.description) }
}
