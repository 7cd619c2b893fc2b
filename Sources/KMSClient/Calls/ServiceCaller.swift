internal import Credentials
internal import FoundationEssentials
internal import HTTPTransport
internal import KMSModel
internal import Logging
internal import Secrets

/// Carries calls to one service: signs, bounds, sends, judges, tries again.
struct ServiceCaller: Sendable {
  let builder: RequestBuilder
  let transport: any HTTPTransport
  let credentials: any CredentialsProvider
  let retry: RetryPolicy
  let environment: CallEnvironment
  let logger: Logger
  /// Covers what servers and libraries should not have quoted.
  let redactor: Redactor
  /// Whose objects the answers are about.
  let place: ServicePlace
  let gate = CallGate()
  let silence = Silence()
  let clock: ServiceClock

  init(
    builder: RequestBuilder, transport: any HTTPTransport,
    credentials: any CredentialsProvider, retry: RetryPolicy, environment: CallEnvironment,
    logger: Logger, redactor: Redactor, place: ServicePlace
  ) {
    self.builder = builder
    self.transport = transport
    self.credentials = credentials
    self.retry = retry
    self.environment = environment
    self.logger = logger
    self.redactor = redactor
    self.place = place
    clock = ServiceClock(isLoopback: builder.endpoint.isLoopback)
  }

  /// Calls and drops what the answer holds.
  func perform(_ call: ServiceCall) async throws(KMSFailure) {
    _ = try await send(call)
  }

  /// Calls and reads the answer.
  func perform<Wire: Decodable>(
    _ call: ServiceCall, as type: Wire.Type
  ) async throws(KMSFailure) -> Wire {
    guard let response = try await send(call) else {
      throw malformed(call, "the answer is empty")
    }
    do {
      return try JSONDecoder().decode(Wire.self, from: Data(response.body))
    } catch {
      throw malformed(call, Self.place(of: error))
    }
  }

  /// The failure for an answer that cannot be what the service meant; a create may have happened.
  func malformed(_ call: ServiceCall, _ message: String) -> KMSFailure {
    KMSFailure(
      cause: .malformedAnswer, operation: call.operation, message: message,
      mayHaveHappened: call.effect != .read)
  }

  /// Nothing when a repeated delete, or a look before another try, found the work done.
  private func send(_ call: ServiceCall) async throws(KMSFailure) -> HTTPResponse? {
    var progress = CallProgress(call, retry)
    // Whoever calls looks right before.
    let began = environment.uptime()
    var lookedAt = began
    while true {
      guard let (verdict, took, closesGate) = try await attempt(call, &lookedAt, progress) else {
        return nil
      }
      let next = progress.next(verdict, took: took, random: environment.random())
      if case .tryAgain(let delay, let failure) = next {
        logRetry(call, failure, delay)
        let isCancelled = await wait(delay)
        if closesGate { await gate.open() }
        if isCancelled { throw progress.cancelled() }
        guard try await lookAgain(call, &lookedAt, progress) == .asBefore else { return nil }
        continue
      }
      if closesGate { await gate.open() }
      switch next {
      case .done(let response): return response
      case .alreadyDone, .tryAgain: return nil
      case .fail(let failure):
        await silence.begin(at: environment.uptime(), after: failure, ofCallBegunAt: began)
        throw failure
      }
    }
  }

  /// How old the look may be that a write was decided from: longer waits happen in front of the
  /// gate, and while credentials are fetched.
  static let oldestLook = Duration.seconds(5)

  private func lookAgain(
    _ call: ServiceCall, _ lookedAt: inout Duration, _ progress: CallProgress
  ) async throws(KMSFailure) -> Recheck.Finding {
    do {
      let finding = try await call.recheck.look()
      // From its end: a look that takes longer than it may be old would be taken for ever.
      lookedAt = environment.uptime()
      return finding
    } catch {
      var failure = progress.overtaken(by: error)
      failure.isOfLook = true
      throw failure
    }
  }

  /// A place in front of the service and credentials, had soon enough after the last look; nothing
  /// when a later look found the call's work done.
  private func admission(
    _ call: ServiceCall, _ lookedAt: inout Duration, _ progress: CallProgress
  ) async throws(KMSFailure) -> (ticket: CallGate.Ticket, credentials: Credentials)? {
    var fetched: Credentials?
    var hasLooked = false
    while true {
      // Who has just looked goes first, or a slow service would make everybody look for ever.
      let ticket = await gate.enter(first: hasLooked)
      if let failure = await objection(to: call) {
        _ = await gate.leave(ticket, .lost)
        throw progress.overtaken(by: failure)
      }
      let credentials: Credentials
      do throws(CredentialsError) {
        if let fetched {
          credentials = fetched
        } else {
          credentials = try await self.credentials.credentials()
        }
      } catch {
        _ = await gate.leave(ticket, .lost)
        throw progress.overtaken(
          by: KMSFailure(
            cause: .missingCredentials, operation: call.operation, message: error.description))
      }
      fetched = credentials
      guard call.effect != .read, environment.uptime() - lookedAt > Self.oldestLook else {
        return (ticket, credentials)
      }
      _ = await gate.leave(ticket, .lost)
      hasLooked = true
      guard try await lookAgain(call, &lookedAt, progress) == .asBefore else { return nil }
    }
  }

  /// Why a call is not sent at this moment: nobody answers, or what time it is cannot be told.
  private func objection(to call: ServiceCall) async -> KMSFailure? {
    if let failure = await silence.failure(of: call.operation, at: environment.uptime()) {
      return failure
    }
    guard call.effect != .read, let difference = await clock.reading.difference else { return nil }
    return KMSFailure(
      cause: .differingClocks, operation: call.operation,
      message: "\(difference.words), so nothing is written")
  }

  private func attempt(
    _ call: ServiceCall, _ lookedAt: inout Duration, _ progress: CallProgress
  ) async throws(KMSFailure) -> (verdict: CallVerdict, took: Duration, closesGate: Bool)? {
    guard let (ticket, credentials) = try await admission(call, &lookedAt, progress) else {
      return nil
    }
    // Date and nonce belong to the moment of sending, not to the moment of queueing.
    let request = builder.request(
      call, credentials: credentials, date: environment.now(), nonce: environment.nonce(),
      timeout: progress.timeLeft)
    let started = environment.uptime()
    let verdict: CallVerdict
    do throws(TransportError) {
      let response = try await transport.send(request)
      let ended = environment.uptime()
      await silence.end(at: ended)
      let plain = CallVerdict(response, to: call, of: place)
      // Whoever stands in the service's place has no say in what time it is.
      if plain.isOfTheService { await clock.note(response, at: environment.now()) }
      verdict = covered(explained(plain, response, credentials), credentials)
      logAnswer(call, response, took: ended - started)
      let isClosed = await gate.leave(ticket, verdict.isThrottled ? .throttled : .answered)
      return (verdict, ended - started, isClosed)
    } catch {
      verdict = covered(CallVerdict(error, to: call), credentials)
      _ = await gate.leave(ticket, .lost)
      return (verdict, environment.uptime() - started, false)
    }
  }

  /// What only this side knows of a refusal: its clock, its credentials, the product it called.
  private func explained(
    _ verdict: CallVerdict, _ response: HTTPResponse, _ credentials: Credentials
  ) -> CallVerdict {
    guard case .failure(var failure, let retry) = verdict else { return verdict }
    switch failure.cause {
    case .skewedClock:
      // Of this very answer: another call may have been answered since.
      if let serviceTime = response.header("date").flatMap(ServiceClock.parse) {
        let seconds = environment.now().seconds(since: serviceTime)
        let direction = seconds < 0 ? "behind" : "ahead of"
        failure.message +=
          " (this machine's clock is \(abs(seconds)) s \(direction) the service's)"
      }
    case .unknownAccessKey where credentials.securityToken != nil:
      // kms-api §8.3: an ended token is answered like an unknown key.
      failure.cause = .expiredToken
      failure.message += " (so is a temporary one that has ended)"
    case .missingPermission, .forbidden:
      failure.deniedAction = failure.deniedAction ?? "\(builder.product):\(failure.operation)"
    default: return verdict
    }
    return .failure(failure, retry)
  }

  /// The verdict without any secret that somebody quoted.
  private func covered(_ verdict: CallVerdict, _ credentials: Credentials) -> CallVerdict {
    guard case .failure(var failure, let retry) = verdict else { return verdict }
    let own = [credentials.accessKeySecret, credentials.securityToken].compactMap { $0 }
    let redactor = redactor.adding(own)
    failure.message = redactor.covering(failure.message)
    failure.code = failure.code.map(redactor.covering)
    failure.requestID = failure.requestID.map(redactor.covering)
    return .failure(failure, retry)
  }

  private func wait(_ delay: Duration) async -> Bool {
    do {
      try await environment.sleep(delay)
      return false
    } catch {
      return true
    }
  }

  // No bodies, queries or headers: they hold passwords, keys, signatures and tokens.
  private func logAnswer(_ call: ServiceCall, _ response: HTTPResponse, took: Duration) {
    guard logger.logLevel <= .debug else { return }
    logger.debug(
      "called \(call.operation)",
      metadata: [
        "status": "\(response.status)", "milliseconds": "\(Int(took / .milliseconds(1)))",
        "requestID": "\(RequestIDWire.read(response.body) ?? "-")",
      ])
  }

  private func logRetry(_ call: ServiceCall, _ failure: KMSFailure, _ delay: Duration) {
    logger.notice(
      "trying \(call.operation) again",
      metadata: [
        "because": "\(failure.code ?? failure.message)",
        "afterMilliseconds": "\(Int(delay / .milliseconds(1)))",
      ])
  }

  /// Where an answer went wrong, without what stood there.
  private static func place(of error: any Error) -> String {
    let path: [any CodingKey]
    switch error {
    case DecodingError.keyNotFound(let key, let context): path = context.codingPath + [key]
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      path = context.codingPath
    default: path = []
    }
    guard !path.isEmpty else { return "the answer is not the JSON the service sends" }
    let names = path.map { key in key.intValue.map(String.init) ?? key.stringValue }
    return "field '\(names.joined(separator: "."))' of the answer is missing or has another form"
  }
}
