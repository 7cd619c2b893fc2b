internal import Secrets
internal import Texts

/// JSON whose strings may be secrets; members keep their order.
enum JSONText {
  case text(String)
  case secret(Secret)
  case object([(String, JSONText)])

  /// One line of JSON with its line end.
  static func document(_ value: JSONText) -> Secret {
    Secret.joining(value.parts + [.text("\n")])
  }

  private var parts: [DocumentPart] {
    switch self {
    case .text(let text): return [.text(JSONEscape.quoted(text))]
    case .secret(let secret): return [.text("\""), .secret(Self.escaped(secret)), .text("\"")]
    case .object(let members):
      var parts: [DocumentPart] = [.text("{")]
      for (index, member) in members.enumerated() {
        parts.append(.text((index == 0 ? "" : ",") + JSONEscape.quoted(member.0) + ":"))
        parts += member.1.parts
      }
      return parts + [.text("}")]
    }
  }

  private static func escaped(_ secret: Secret) -> Secret {
    var bytes: [UInt8] = []
    defer { bytes.wipe() }
    return secret.withUnsafeBytes { raw in
      bytes.reserveCapacity(raw.count * 6)
      for byte in raw { JSONEscape.append(byte, to: &bytes) }
      return Secret(bytes: bytes)
    }
  }
}
