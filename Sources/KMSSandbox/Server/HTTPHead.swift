internal import Texts

/// The request line and the headers of an HTTP/1.1 request.
struct HTTPHead: Sendable, Hashable {
  var method: String
  var path: String
  var query: String
  /// Values by lower-case name; of a repeated header the last one counts.
  var headers: [String: String]

  /// Reads the bytes before the empty line; nothing if they are no HTTP/1.1 head.
  init?(_ bytes: some Collection<UInt8>) {
    var lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }[...]
    guard let first = lines.popFirst() else { return nil }
    let words = first.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0",
      words[1].begins(with: "/")
    else { return nil }
    method = words[0]
    let target = words[1].parts(at: "?", atMost: 2, keepsEmpty: true)
    path = String(target[0])
    query = target.count > 1 ? String(target[1]) : ""
    headers = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
      headers[name] = Self.trimmed(line[line.index(after: colon)...])
    }
    if words[2] == "HTTP/1.0", headers["connection"] == nil { headers["connection"] = "close" }
  }

  /// The length of the body; nothing for a form of framing the sandbox does not read.
  var bodyLength: Int? {
    guard headers["transfer-encoding"] == nil else { return nil }
    guard let text = headers["content-length"] else { return 0 }
    return Int(text).flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Whether the client wants to send more on this connection.
  var keepsConnection: Bool { headers["connection"]?.lowercased() != "close" }

  /// Whether the client waits for a word before it sends the body.
  var expectsContinue: Bool { headers["expect"]?.lowercased() == "100-continue" }

  private static func trimmed(_ bytes: some Collection<UInt8>) -> String {
    let blanks = Array(" \t".utf8)
    let start = bytes.drop { blanks.contains($0) }
    return String(
      decoding: Array(start).reversed().drop { blanks.contains($0) }.reversed(), as: UTF8.self)
  }
}

extension SandboxResponse {
  /// The bytes on the wire, head and body in one piece.
  func bytes(keepsConnection: Bool) -> [UInt8] {
    var lines = ["HTTP/1.1 \(status) \(status < 400 ? "OK" : "Refused")"]
    lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    lines.append("Content-Length: \(body.utf8.count)")
    lines.append("Connection: \(keepsConnection ? "keep-alive" : "close")")
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
  }
}
