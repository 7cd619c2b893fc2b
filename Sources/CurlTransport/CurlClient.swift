internal import CCurl
public import HTTPTransport

/// HTTP over libcurl: one connection pool, one thread, any number of transfers.
///
/// The actor's executor is the thread that drives libcurl, so transfers are plain actor state. The
/// connections are closed and the thread ends when the last reference to the client goes.
public actor CurlClient: HTTPTransport {
  /// Bounds that hold for every request.
  public struct Limits: Sendable {
    /// The longest wait for a connection, TLS included.
    public var connectTimeout: Duration
    /// The most bytes of one answer's body.
    public var answerBytes: Int
    /// The most connections to one host; with HTTP/2 one carries many requests.
    public var connectionsPerHost: Int

    /// Creates limits.
    public init(
      connectTimeout: Duration = .seconds(10), answerBytes: Int = 16 << 20,
      connectionsPerHost: Int = 8
    ) {
      self.connectTimeout = connectTimeout
      self.answerBytes = answerBytes
      self.connectionsPerHost = connectionsPerHost
    }
  }

  private let loop: CurlLoop
  private let options: Transfer.Options
  private var transfers: [Transfer.ID: Transfer] = [:]
  private var lastID: Transfer.ID = 0

  // Since libcurl 7.84 safe from any thread, and harmless when somebody else did it before.
  private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// The loop's thread.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    loop.asUnownedSerialExecutor()
  }

  /// Starts the client's thread.
  ///
  /// A CA file in PEM takes the place of the system's certificate authorities.
  public init(
    caFile: String? = nil, proxies: ProxySettings = ProxySettings(environment: [:]),
    limits: Limits = Limits()
  ) throws(TransportError) {
    guard Self.isLibraryReady, let multi = curl_multi_init() else {
      throw TransportError(.other, "libcurl could not be initialised", mayHaveBeenSent: false)
    }
    let perHost = limits.connectionsPerHost
    kmsctl_multi_set_number(multi, CURLMOPT_MAX_HOST_CONNECTIONS, perHost)
    kmsctl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, 2 * perHost)
    kmsctl_multi_set_number(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    loop = CurlLoop(multi: multi)
    options = Transfer.Options(
      authorities: caFile.map(CertificateAuthorities.init), proxies: proxies, limits: limits)
    guard loop.start(for: self) else {
      // Without a thread nobody else cleans up; stopped first, the loop never wakes it again.
      loop.stop()
      curl_multi_cleanup(multi)
      throw TransportError(.other, "the network thread did not start", mayHaveBeenSent: false)
    }
  }

  deinit { loop.stop() }

  /// Sends a request once and waits for its whole answer.
  public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    lastID += 1
    let id = lastID
    let loop = loop
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        start(id, request, continuation)
      }
    } onCancel: {
      loop.cancel(id)
    }
    return try result.get()
  }

  private func start(
    _ id: Transfer.ID, _ request: HTTPRequest,
    _ continuation: CheckedContinuation<Transfer.Outcome, Never>
  ) {
    // A cancellation from here on waits in the inbox until the transfer is in the dictionary.
    guard !Task.isCancelled else {
      continuation.resume(returning: .failure(.cancelled(mayHaveBeenSent: false)))
      return
    }
    do throws(TransportError) {
      let transfer = try Transfer(id: id, request, options: options, continuation)
      guard curl_multi_add_handle(loop.multi, transfer.easy) == CURLM_OK else {
        throw TransportError(.other, "libcurl took no further transfer", mayHaveBeenSent: false)
      }
      transfers[id] = transfer
    } catch {
      continuation.resume(returning: .failure(error))
    }
  }

  /// One turn of the loop: ends what was cancelled, moves bytes, hands out what is complete.
  ///
  /// Tells until when nothing has to be looked at: libcurl gives no time limit to a transfer that
  /// waits for a connection to come free, so those end here.
  func step(cancelled: [Transfer.ID]) -> Transfer.Clock.Instant? {
    for id in cancelled {
      finish(id) { .failure(.cancelled(mayHaveBeenSent: $0.mayHaveBeenSent)) }
    }
    var running: Int32 = 0
    curl_multi_perform(loop.multi, &running)
    var left: Int32 = 0
    while let message = curl_multi_info_read(loop.multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE else { continue }
      let code = message.pointee.data.result
      finish(Transfer.id(of: message.pointee.easy_handle)) { $0.outcome(code) }
    }
    let now = Transfer.Clock.now
    for (id, transfer) in transfers where transfer.deadline <= now {
      finish(id) { .failure(.timedOut(mayHaveBeenSent: $0.mayHaveBeenSent)) }
    }
    return transfers.values.map(\.deadline).min()
  }

  private func finish(_ id: Transfer.ID, _ outcome: (Transfer) -> Transfer.Outcome) {
    guard let transfer = transfers.removeValue(forKey: id) else { return }
    let result = outcome(transfer)
    curl_multi_remove_handle(loop.multi, transfer.easy)
    transfer.continuation.resume(returning: result)
  }
}
