internal import CCurl
internal import HTTPTransport
internal import Texts

/// Where a request goes, read by the same parser that will send it.
struct RequestTarget {
  let url: String
  let isEncrypted: Bool
  /// Without brackets.
  let host: String

  init(_ request: HTTPRequest) throws(TransportError) {
    guard let handle = curl_url() else {
      throw TransportError(.other, "libcurl made no URL handle", mayHaveBeenSent: false)
    }
    defer { curl_url_cleanup(handle) }
    let code = curl_url_set(handle, CURLUPART_URL, request.url, 0)
    guard code == CURLUE_OK, let scheme = Self.part(CURLUPART_SCHEME, of: handle),
      let host = Self.part(CURLUPART_HOST, of: handle)
    else {
      let reason = String(cString: curl_url_strerror(code))
      throw TransportError(.badURL, reason, mayHaveBeenSent: false)
    }
    url = request.url
    isEncrypted = scheme == "https"
    self.host = host.replacing(text: "[", by: "").replacing(text: "]", by: "")
  }

  private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }

  /// The header lines of a request, and the orders that keep libcurl from adding its own.
  static func headerLines(_ request: HTTPRequest) throws(TransportError) -> [String] {
    var lines: [String] = []
    for (name, value) in request.headers {
      guard (name + value).utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        let message = "header '\(name)' holds a control character"
        throw TransportError(.other, message, mayHaveBeenSent: false)
      }
      lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
    }
    let given = Set(request.headers.map { $0.name.lowercased() })
    lines += ["Accept", "Content-Type", "Expect"]
      .filter { !given.contains($0.lowercased()) }.map { "\($0):" }
    return lines
  }
}
