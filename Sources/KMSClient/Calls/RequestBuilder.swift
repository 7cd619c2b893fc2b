internal import Credentials
internal import HTTPTransport
internal import KMSModel
internal import Secrets

/// Turns a call into a signed request.
struct RequestBuilder: Sendable {
  let endpoint: Endpoint
  /// What RAM calls the service: `kms`, `sts`.
  let product: String
  let version: String
  let userAgent: String
  /// Where calls that change something put their parameters; reads have theirs in the query.
  let writePlacement: ParameterPlacement

  func request(
    _ call: ServiceCall, credentials: Credentials, date: Timestamp, nonce: String,
    timeout: Duration = RetryPolicy().longestTry
  ) -> HTTPRequest {
    let placement = call.effect == .read ? .query : call.placement ?? writePlacement
    let query = placement == .query ? call.parameters : [:]
    let body = placement == .query ? [] : Array(PercentEncoding.formBody(call.parameters).utf8)
    var headers = [
      "accept": "application/json",
      "host": endpoint.authority,
      "user-agent": userAgent,
      "x-acs-action": call.operation,
      "x-acs-content-sha256": CanonicalRequest.payloadHash(body),
      "x-acs-credentials-provider": credentials.providerName,
      "x-acs-date": date.iso8601,
      "x-acs-signature-nonce": nonce,
      "x-acs-version": version,
    ]
    if !body.isEmpty { headers["content-type"] = "application/x-www-form-urlencoded" }
    if let token = credentials.securityToken {
      headers["x-acs-accesskey-id"] = credentials.accessKeyID
      headers["x-acs-security-token"] = token.withUnsafeText { $0 }
    }
    let canonical = CanonicalRequest(
      method: call.method.rawValue, query: query, headers: headers,
      payloadHash: CanonicalRequest.payloadHash(body))
    let signer = RequestSigner(
      accessKeyID: credentials.accessKeyID, accessKeySecret: credentials.accessKeySecret)
    // The transport sends `Host` itself, from the same URL.
    headers["host"] = nil
    headers["authorization"] = signer.authorization(for: canonical)
    let question = query.isEmpty ? "" : "?" + PercentEncoding.canonicalQuery(query)
    return HTTPRequest(
      call.method, url: endpoint.url + question,
      headers: headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
      body: body, timeout: timeout, isRepeatable: call.effect != .create)
  }
}
