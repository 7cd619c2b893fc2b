import Credentials
import HTTPTransport
import KMSClient
import KMSModel
import Logging
import Secrets

/// A transport that answers from a script, and remembers what it was asked.
actor FakeTransport: HTTPTransport {
  typealias Answer = Result<HTTPResponse, TransportError>

  private let answer: @Sendable (_ number: Int, _ request: HTTPRequest) -> Answer
  private(set) var requests: [HTTPRequest] = []

  init(_ answer: @escaping @Sendable (_ number: Int, _ request: HTTPRequest) -> Answer) {
    self.answer = answer
  }

  /// Answers with these, one after the other; the last one stays.
  init(_ answers: [Answer]) {
    self.init { number, _ in answers[min(number, answers.count) - 1] }
  }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    requests.append(request)
    return try answer(requests.count, request).get()
  }
}

/// A sleeper that does not sleep, and remembers how long it was asked to.
actor FakeSleeper {
  private(set) var slept: [Duration] = []

  func sleep(_ duration: Duration) { slept.append(duration) }
}

extension FakeTransport.Answer {
  static func ok(_ body: String, headers: [(name: String, value: String)] = []) -> Self {
    .success(HTTPResponse(status: 200, headers: headers, body: Array(body.utf8)))
  }

  /// The answer of an operation that says nothing but that it was carried out.
  static let done = FakeTransport.Answer.ok(#"{"RequestId":"r-1"}"#)

  /// The answer of a create, whole.
  static func created(_ kind: String, _ name: String) -> Self {
    .ok(
      #"{"RequestId":"r-1","Arn":"acs:kms:cn-hangzhou:1:\#(kind)/\#(name)","Name":"\#(name)"}"#)
  }

  /// A page with these members.
  static func page(_ members: String, headers: [(name: String, value: String)] = []) -> Self {
    .ok(
      #"{"RequestId":"r-1","PageNumber":1,"PageSize":100,\#(members)}"#, headers: headers)
  }

  static func refusal(
    _ status: Int, _ code: String, headers: [(name: String, value: String)] = []
  ) -> Self {
    let body = #"{"Code":"\#(code)","Message":"words","RequestId":"r-1"}"#
    return .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
  }

  static func lost(_ code: TransportError.Code, sent: Bool) -> Self {
    .failure(TransportError(code, "no luck", mayHaveBeenSent: sent))
  }
}

/// A client over a fake transport: nonces count up, jitter is a half, nobody sleeps.
func client(
  _ transport: FakeTransport, sleeper: FakeSleeper = FakeSleeper(), token: String? = nil,
  placement: ParameterPlacement = .formBody,
  logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
) throws -> KMSClient {
  let credentials = Credentials(
    accessKeyID: "testid", accessKeySecret: Secret("testsecret"),
    securityToken: token.map { Secret($0) }, source: "test",
    providerName: token == nil ? "static_ak" : "static_sts")
  return KMSClient(
    endpoint: try Endpoint.kms(region: "cn-hangzhou", network: .internet), transport: transport,
    credentials: StaticCredentialsProvider(credentials), userAgent: "test-agent/1.0",
    logger: logger, writePlacement: placement, environment: .fake(sleeper))
}

extension CallEnvironment {
  static func fake(_ sleeper: FakeSleeper) -> CallEnvironment {
    CallEnvironment(
      now: { Timestamp(secondsSinceEpoch: 1_767_323_045) },
      uptime: { .zero },
      sleep: { await sleeper.sleep($0) },
      nonce: { "0123456789abcdef0123456789abcdef" }, random: { 0.5 })
  }
}

/// The failure of a call that must fail.
func failure<Value>(_ body: () async throws(KMSFailure) -> Value) async -> KMSFailure? {
  do throws(KMSFailure) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}
