internal import KMSModel
internal import Planning

/// The note on values whose form on the wire no source documents (kms-api §15 U1 and U2).
enum InferredForm {
  static func note(_ type: NetworkType) -> String? {
    type == .privateNetwork ? nil : text("type \(type)")
  }

  static func note(_ method: AuthenticationMethod) -> String? {
    method == .clientKey ? nil : text(method.rawValue)
  }

  static func note(_ field: FieldChange) -> String? {
    guard case .single(_, let after?) = field.value else { return nil }
    switch field.name {
    case "type": return note(NetworkType(rawValue: after))
    case "authenticationMethod": return note(AuthenticationMethod(rawValue: after))
    default: return nil
    }
  }

  private static func text(_ word: String) -> String {
    "wire form inferred: the service does not document how \(Printable.escaped(word)) is sent"
  }
}
