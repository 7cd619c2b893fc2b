/// The two encodings the service speaks.
enum PercentEncoding {
  /// RFC 3986: everything but letters, digits and `-_.~` as `%XX` in upper case.
  static func rfc3986(_ text: String) -> String { encode(text, blank: "%20") }

  /// `application/x-www-form-urlencoded`, as the official SDK writes a body: a blank is `+`.
  static func form(_ text: String) -> String { encode(text, blank: "+") }

  /// Parameters sorted by name and joined, encoded per RFC 3986.
  static func canonicalQuery(_ parameters: [String: String]) -> String {
    join(parameters, rfc3986)
  }

  /// Parameters sorted by name and joined as a form.
  static func formBody(_ parameters: [String: String]) -> String { join(parameters, form) }

  private static func join(
    _ parameters: [String: String], _ encode: (String) -> String
  ) -> String {
    parameters.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
      .map { "\(encode($0.key))=\(encode($0.value))" }.joined(separator: "&")
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func encode(_ text: String, blank: String) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: out.append(byte)
      case 0x20: out += blank.utf8
      default: out += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
