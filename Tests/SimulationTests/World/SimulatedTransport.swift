import HTTPTransport
import KMSModel

@testable import KMSSandbox

/// The wire of one run: every request waits for the scheduler, and may meet a fault.
struct SimulatedTransport: HTTPTransport {
  let actor: Int
  let machine: Machine
  let world: World

  static let authority = "kms.cn-hangzhou.aliyuncs.com"

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let name = CallName(request)
    let sentAt = world.gate.eventCount
    let permit = await world.gate.pass(actor, .call(name))
    guard !permit.isDead else { throw dead }
    let cause = Cause(actor: actor, event: permit.event, sentAt: sentAt, name: name)
    switch permit.fault {
    case nil, .dated: break
    case .lostRequest:
      world.gate.note(permit.event, "the request is lost")
      throw lost
    case .lostAnswer:
      _ = await work(request, cause)
      throw lost
    case .late(let count):
      world.gate.pass(milliseconds: Gate.givingUpTime)
      world.land(request, cause, after: count)
      throw TransportError(.timedOut, "timed out after 30000 ms", mayHaveBeenSent: true)
    case .throttled(let hint):
      return refused(429, "Rejected.Throttling", hint ? ["x-acs-retry-after": "700"] : [:], cause)
    case .unavailable: return refused(503, "ServiceUnavailableTemporary", [:], cause)
    case .failedAfterwards:
      _ = await work(request, cause)
      return refused(500, "InternalFailure", [:], cause)
    case .hollow(let kind):
      world.gate.note(permit.event, "answered by a proxy, nothing done")
      return hollow(kind)
    case .lagging(let seconds, _):
      let past = world.gate.now(actor) - seconds * 1_000
      return try answered(await world.answer(request, cause, asOf: past), permit)
    case .killed(let afterWork):
      if afterWork { _ = await work(request, cause) }
      world.gate.kill(actor)
      throw dead
    case .thin(let field, let thinness):
      let answer = try answered(await world.answer(request, cause), permit)
      return ThinAnswer(field: field, thinness).apply(to: answer)
    case .rewritten(let rewriting):
      return rewriting.apply(to: try answered(await world.answer(request, cause), permit))
    }
    return try answered(await world.answer(request, cause), permit)
  }

  private func work(_ request: HTTPRequest, _ cause: Cause) async -> SandboxAnswer {
    await world.answer(request, cause)
  }

  private func answered(
    _ answer: SandboxAnswer, _ permit: Permit
  ) throws(TransportError) -> HTTPResponse {
    guard case .response(let response) = answer else { throw lost }
    var shift = machine.dateShift
    if case .dated(let seconds)? = permit.fault { shift += seconds }
    var headers = response.headers.map { ($0.key.lowercased(), $0.value) }
      .filter { shift == 0 || $0.0 != "date" }
    if shift != 0 { headers.append(("date", date(shift))) }
    return HTTPResponse(
      status: response.status, headers: headers.sorted { $0.0 < $1.0 },
      body: Array(response.body.utf8))
  }

  private func date(_ shift: Int64) -> String {
    world.time(actor).adding(seconds: shift).httpDate
  }

  private func refused(
    _ status: Int, _ code: String, _ more: [String: String], _ cause: Cause
  ) -> HTTPResponse {
    world.gate.note(cause.event, "\(status) \(code)")
    let body = WireJSON.object([
      "RequestId": .string("simulated"), "HostId": .string(Self.authority),
      "Code": .string(code), "Message": .string("The simulation says no."),
    ])
    let headers = more.map { ($0.key, $0.value) } + [("date", date(machine.dateShift))]
    return HTTPResponse(status: status, headers: headers, body: Array(body.text.utf8))
  }

  private func hollow(_ kind: Fault.Hollowness) -> HTTPResponse {
    let headers = [("date", date(machine.dateShift))]
    return switch kind {
    case .empty: HTTPResponse(status: 200, headers: headers)
    case .noContent: HTTPResponse(status: 204, headers: headers)
    case .page:
      HTTPResponse(
        status: 200, headers: headers + [("content-type", "text/html")],
        body: Array("<html><body>Welcome</body></html>".utf8))
    case .blankObject: HTTPResponse(status: 200, headers: headers, body: Array("{}".utf8))
    }
  }

  private var lost: TransportError {
    TransportError(.connectionLost, "the connection broke", mayHaveBeenSent: true)
  }

  private var dead: TransportError {
    TransportError(.connectionFailed, "the run was killed", mayHaveBeenSent: false)
  }
}

/// Where a change came from.
struct Cause: Sendable {
  var actor: Int
  /// The event in which it was made.
  var event: Int
  /// How many events there were when it was sent.
  var sentAt: Int
  var name: CallName
}

extension CallName {
  init(_ request: HTTPRequest) {
    let query = request.url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    let body = String(decoding: request.body, as: UTF8.self)
    let pairs = (query.split(separator: "&") + body.split(separator: "&"))
      .map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    let names = ["ClientKeyId", "Name", "AapName", "SecretName", "KmsInstanceId"]
    let object = names.lazy.compactMap { name in
      pairs.first { $0.count == 2 && $0[0] == name }?[1]
    }.first
    self.init(
      operation: request.headers.first { $0.name == "x-acs-action" }?.value ?? "",
      object: object ?? "")
  }
}

/// Takes one field of an answer away, or makes nothing of it.
struct ThinAnswer {
  let field: Int
  let thinness: Fault.Thinness

  init(field: Int, _ thinness: Fault.Thinness) {
    self.field = field
    self.thinness = thinness
  }

  func apply(to answer: HTTPResponse) -> HTTPResponse {
    guard answer.status == 200,
      let json = WireJSON(text: String(decoding: answer.body, as: UTF8.self))
    else { return answer }
    let count = Self.members(json)
    guard count > 0 else { return answer }
    var left = field % count
    var copy = answer
    copy.body = Array(thinned(json, &left).text.utf8)
    return copy
  }

  /// How many fields there are, those of nested objects too.
  private static func members(_ json: WireJSON) -> Int {
    switch json {
    case .object(let members): members.reduce(0) { $0 + 1 + Self.members($1.value) }
    case .array(let items): items.reduce(0) { $0 + Self.members($1) }
    default: 0
    }
  }

  private func thinned(_ json: WireJSON, _ left: inout Int) -> WireJSON {
    switch json {
    case .object(let members):
      var kept: [WireJSON.Member] = []
      for member in members {
        let isIt = left == 0
        left -= 1
        guard isIt else {
          kept.append(.init(name: member.name, value: thinned(member.value, &left)))
          continue
        }
        switch effective(member.name) {
        case .missing: break
        case .null: kept.append(.init(name: member.name, value: .null))
        case .emptyText: kept.append(.init(name: member.name, value: .string("")))
        case .emptyList: kept.append(.init(name: member.name, value: .array([])))
        }
      }
      return .object(kept)
    case .array(let items): return .array(items.map { thinned($0, &left) })
    default: return json
    }
  }

  /// An empty Description is an answer like any other: nobody could tell that it is not true.
  private func effective(_ name: String) -> Fault.Thinness {
    name == "Description" && thinness == .emptyText ? .missing : thinness
  }
}
