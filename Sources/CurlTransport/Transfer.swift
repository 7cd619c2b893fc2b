internal import CCurl
internal import Glibc
internal import HTTPTransport
internal import Texts

/// One request on its way: the owner of a libcurl easy handle and of everything it points at.
final class Transfer {
  typealias ID = UInt
  typealias Outcome = Result<HTTPResponse, TransportError>
  typealias Clock = SuspendingClock

  /// What is the same for every transfer of a client.
  struct Options: Sendable {
    var authorities: CertificateAuthorities?
    var proxies: ProxySettings
    var limits: CurlClient.Limits
  }

  /// The proxy of a transfer and the variable that names it.
  private struct Proxy {
    var url: String
    var variable: String
  }

  let easy: UnsafeMutableRawPointer
  let continuation: CheckedContinuation<Outcome, Never>
  /// When it is over in any case; shortly after libcurl's own limit, which can say more.
  let deadline: Clock.Instant
  private let options: Options
  private let proxy: Proxy?
  private let errorText: UnsafeMutablePointer<CChar>
  private let body: UnsafeMutableRawBufferPointer
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var answer: AnswerBuffer

  private static let graceForLibrary: Duration = .milliseconds(50)

  init(
    id: ID, _ request: HTTPRequest, options: Options,
    _ continuation: CheckedContinuation<Outcome, Never>
  ) throws(TransportError) {
    let target = try RequestTarget(request)
    proxy = try Self.proxy(options.proxies, to: target)
    guard let easy = curl_easy_init() else {
      throw TransportError(.other, "libcurl made no handle", mayHaveBeenSent: false)
    }
    self.easy = easy
    self.continuation = continuation
    deadline = Clock.now.advanced(by: request.timeout + Self.graceForLibrary)
    self.options = options
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    body = .allocate(byteCount: request.body.count, alignment: 1)
    body.copyBytes(from: request.body)
    answer = AnswerBuffer(maximumBytes: options.limits.answerBytes)
    kmsctl_set_pointer(easy, CURLOPT_PRIVATE, UnsafeMutableRawPointer(bitPattern: id))
    kmsctl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    try setAuthorities()
    setGuards(target, timeout: request.timeout)
    try setRequest(request, target)
    setCallbacks()
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerList)
    errorText.deallocate()
    // The body of CreateClientKey holds a password.
    if let base = body.baseAddress { explicit_bzero(base, body.count) }
    body.deallocate()
  }

  /// The id of the transfer that owns a handle; 0 for none.
  static func id(of easy: UnsafeMutableRawPointer?) -> ID {
    var pointer: UnsafeMutablePointer<CChar>?
    kmsctl_get_pointer(easy, CURLINFO_PRIVATE, &pointer)
    return ID(bitPattern: pointer)
  }

  /// Whether the connection stood, so that bytes of the request may have left.
  var mayHaveBeenSent: Bool {
    var sentBytes = 0
    kmsctl_get_number(easy, CURLINFO_REQUEST_SIZE, &sentBytes)
    var readyMicroseconds: curl_off_t = 0
    kmsctl_get_size(easy, CURLINFO_PRETRANSFER_TIME_T, &readyMicroseconds)
    return sentBytes > 0 || readyMicroseconds > 0
  }

  /// The answer, or why there is none.
  func outcome(_ code: CURLcode) -> Outcome {
    guard code == CURLE_OK else { return .failure(error(code)) }
    var status = 0
    kmsctl_get_number(easy, CURLINFO_RESPONSE_CODE, &status)
    return .success(HTTPResponse(status: status, headers: answer.headers, body: answer.body))
  }

  private func error(_ code: CURLcode) -> TransportError {
    if answer.isTooLarge {
      let message = "the answer is larger than \(options.limits.answerBytes) bytes"
      return TransportError(.answerTooLarge, message, mayHaveBeenSent: true)
    }
    var detail = String(cString: errorText)
    // Given as bytes, they have no name any more.
    if code == CURLE_SSL_CACERT_BADFILE, let path = options.authorities?.path {
      detail = "no certificate of '\(path)' can be used"
    }
    let message = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    let error = TransportError(curl: code, message, mayHaveBeenSent: mayHaveBeenSent)
    // Whatever libcurl does not like about a proxy's URL, it quotes the whole of it.
    if let proxy, detail.begins(with: "Unsupported proxy") {
      return .malformedProxy(proxy.variable, "libcurl cannot follow it")
    }
    return error.refined(facts)
  }

  private var facts: TransferFacts {
    var tunnelStatus = 0
    kmsctl_get_number(easy, CURLINFO_HTTP_CONNECTCODE, &tunnelStatus)
    var connectMicroseconds: curl_off_t = 0
    kmsctl_get_size(easy, CURLINFO_CONNECT_TIME_T, &connectMicroseconds)
    var verification = 0
    kmsctl_get_number(easy, CURLINFO_SSL_VERIFYRESULT, &verification)
    // A proxy that is reached over TLS has a certificate of its own.
    if verification == 0 {
      kmsctl_get_number(easy, CURLINFO_PROXY_SSL_VERIFYRESULT, &verification)
    }
    return TransferFacts(
      proxyVariable: proxy?.variable, tunnelStatus: tunnelStatus,
      hasConnected: connectMicroseconds > 0, verification: .init(openSSL: verification))
  }

  private static func proxy(
    _ settings: ProxySettings, to target: RequestTarget
  ) throws(TransportError) -> Proxy? {
    switch settings.choice(host: target.host, isEncrypted: target.isEncrypted) {
    case .direct: return nil
    case .through(let url, let variable): return Proxy(url: url, variable: variable)
    case .malformed(let variable, let problem): throw .malformedProxy(variable, problem)
    }
  }

  /// What no request may change.
  private func setGuards(_ target: RequestTarget, timeout: Duration) {
    kmsctl_set_number(easy, CURLOPT_NOSIGNAL, 1)
    kmsctl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    kmsctl_set_number(easy, CURLOPT_FOLLOWLOCATION, 0)
    kmsctl_set_number(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    kmsctl_set_number(easy, CURLOPT_SSL_VERIFYPEER, 1)
    kmsctl_set_number(easy, CURLOPT_SSL_VERIFYHOST, 2)
    kmsctl_set_number(easy, CURLOPT_TCP_KEEPALIVE, 1)
    kmsctl_set_number(easy, CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds)
    kmsctl_set_number(
      easy, CURLOPT_CONNECTTIMEOUT_MS, options.limits.connectTimeout.wholeMilliseconds)
    kmsctl_set_number(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    // Given in any case, so that libcurl does not look into the environment itself.
    kmsctl_set_text(easy, CURLOPT_PROXY, proxy?.url ?? "")
    kmsctl_set_text(easy, CURLOPT_NOPROXY, "")
    // Over TLS, wait for the first connection to say whether it multiplexes before opening more.
    if target.isEncrypted { kmsctl_set_number(easy, CURLOPT_PIPEWAIT, 1) }
    let version = target.isEncrypted ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
    kmsctl_set_number(easy, CURLOPT_HTTP_VERSION, version)
  }

  /// Whom to trust instead of the system's authorities, as bytes: libcurl would wait for a pipe.
  private func setAuthorities() throws(TransportError) {
    guard let authorities = options.authorities else { return }
    let pem = try authorities.pem()
    kmsctl_set_text(easy, CURLOPT_CAPATH, nil)
    kmsctl_set_bytes(easy, CURLOPT_CAINFO_BLOB, pem, pem.count)
  }

  private func setRequest(
    _ request: HTTPRequest, _ target: RequestTarget
  ) throws(TransportError) {
    kmsctl_set_text(easy, CURLOPT_URL, target.url)
    if !request.isRepeatable { kmsctl_set_number(easy, CURLOPT_FRESH_CONNECT, 1) }
    if request.method == .get {
      kmsctl_set_number(easy, CURLOPT_HTTPGET, 1)
    } else {
      kmsctl_set_number(easy, CURLOPT_POST, 1)
      kmsctl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
      // Without a body libcurl wants a pointer to nothing rather than no pointer.
      kmsctl_set_pointer(easy, CURLOPT_POSTFIELDS, body.baseAddress ?? .init(errorText))
      kmsctl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
    for line in try RequestTarget.headerLines(request) {
      headerList = curl_slist_append(headerList, line)
    }
    kmsctl_set_pointer(easy, CURLOPT_HTTPHEADER, headerList)
  }

  /// The pointer is unretained: libcurl calls only while the handle is in the client's dictionary,
  /// and the dictionary keeps this object alive.
  private func setCallbacks() {
    let me = Unmanaged.passUnretained(self).toOpaque()
    kmsctl_set_pointer(easy, CURLOPT_HEADERDATA, me)
    kmsctl_set_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      Transfer.take(bytes, size * count, context) { $0.answer.takeHeader($1) }
    }
    kmsctl_set_pointer(easy, CURLOPT_WRITEDATA, me)
    kmsctl_set_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      Transfer.take(bytes, size * count, context) { $0.answer.takeBody($1) }
    }
  }

  /// Tells libcurl how much was taken; anything but all ends the transfer.
  private static func take(
    _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
    _ body: (Transfer, UnsafeRawBufferPointer) -> Bool
  ) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    return body(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
  }
}

extension TransferFacts.Verification {
  /// Reads one of OpenSSL's `X509_V_…` numbers.
  fileprivate init(openSSL number: Int) {
    switch number {
    // X509_V_OK; what libcurl leaves there when it compared the names itself; and
    // X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH.
    case 0, 1, 62, 64: self = .ofNoSignature
    // X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED.
    case 9, 10: self = .outOfTime
    default: self = .other
    }
  }
}

extension Duration {
  /// Rounded up, at least 1: libcurl takes 0 for no limit at all.
  var wholeMilliseconds: Int {
    let parts = components
    let milliseconds =
      parts.seconds * 1_000 + (parts.attoseconds + 999_999_999_999_999)
      / 1_000_000_000_000_000
    return Int(clamping: max(1, milliseconds))
  }
}
