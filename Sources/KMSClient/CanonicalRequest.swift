internal import Cryptography

/// A request in the one form that both sides hash (kms-api §10.1).
public struct CanonicalRequest: Sendable {
  /// The method in capitals.
  public var method: String
  /// The path; `/` for every operation of the service.
  public var path: String
  /// The parameters of the query, not encoded.
  public var query: [String: String]
  /// The headers that are signed, by lower-case name.
  public var headers: [String: String]
  /// The lower-hex SHA-256 of the body.
  public var payloadHash: String

  /// Creates a canonical request.
  public init(
    method: String, path: String = "/", query: [String: String], headers: [String: String],
    payloadHash: String
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.payloadHash = payloadHash
  }

  /// The names of the signed headers, sorted and joined by `;`.
  public var signedHeaders: String { sortedNames.joined(separator: ";") }

  /// The whole text; no line end after the payload hash.
  public var text: String {
    let lines = sortedNames.map { "\($0):\(headers[$0] ?? "")\n" }
    return [
      method, path, PercentEncoding.canonicalQuery(query), lines.joined(), signedHeaders,
      payloadHash,
    ].joined(separator: "\n")
  }

  /// The lower-hex SHA-256 of a body.
  public static func payloadHash(_ body: [UInt8]) -> String { Digest.hex(Digest.sha256(body)) }

  private var sortedNames: [String] { headers.keys.sorted() }
}
