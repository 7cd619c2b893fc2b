internal import Foundation
internal import KMSModel
internal import Texts

/// Requests in, answers out: the whole sandbox without its HTTP server.
public struct SandboxRoutes: Sendable {
  /// Where the administration is found.
  public static let adminPrefix = "/_sandbox/"

  /// Says by how many seconds the clock is ahead of the host's.
  public static let clockHeader = "x-kmsctl-sandbox-clock"

  private let state: SandboxState
  private let report: @Sendable (String) -> Void

  /// Creates the routes over a state; `report` gets one line per call.
  public init(_ state: SandboxState, report: @escaping @Sendable (String) -> Void = { _ in }) {
    self.state = state
    self.report = report
  }

  /// Answers one request; `isAbandoned` says whether its client has gone away meanwhile.
  public func answer(
    _ request: SandboxRequest, isAbandoned: @escaping @Sendable () -> Bool = { false }
  ) async -> SandboxAnswer {
    if request.path.begins(with: Self.adminPrefix) {
      return .response(await AdminRoutes(state).answer(request))
    }
    let number = await state.begin(peer: request.peer)
    var running = RunningCall(number: number, state: state, isAbandoned: isAbandoned)
    let outcome: Result<WireAnswer, WireError>
    do {
      outcome = .success(try await running.run(request))
    } catch {
      outcome = .failure(error)
    }
    return await finish(running, outcome, host: request.headers["host"] ?? "")
  }

  private func finish(
    _ running: RunningCall, _ outcome: Result<WireAnswer, WireError>, host: String
  ) async -> SandboxAnswer {
    let requestID = UUID().uuidString
    var headers = ["Content-Type": "application/json;charset=utf-8", "x-acs-request-id": requestID]
    let status: Int
    let code: String
    let body: WireJSON
    switch outcome {
    case .success(let answer):
      (status, code) = (200, "")
      body = .object([.init(name: "RequestId", value: .string(requestID))] + answer.members)
    case .failure(let error):
      (status, code) = (error.status, error.code)
      body = error.response(requestID: requestID, host: host)
      if let hint = error.retryAfter { headers["x-acs-retry-after"] = String(hint) }
    }
    let (time, offset) = await state.end(
      number: running.number, operation: running.operationName,
      objectName: running.objectName, status: status, code: code, isLost: running.losesAnswer)
    headers["Date"] = time.httpDate
    // A clock moved by hand is announced, so that clients need not believe any other odd date.
    headers[Self.clockHeader] = String(offset)
    report("\(running.operationName) \(running.objectName) \(status) \(code)")
    guard !running.losesAnswer else { return .hangUp }
    return .response(SandboxResponse(status: status, headers: headers, body: body.text))
  }
}
