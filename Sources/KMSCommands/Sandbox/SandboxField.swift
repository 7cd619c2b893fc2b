internal import KMSModel
internal import Texts

/// One `field=value` of `sandbox edit`: read in the words of manifests, written in the wire's.
struct SandboxField: Sendable, Hashable {
  /// A text, or a list of texts.
  enum Value: Sendable, Hashable, Encodable {
    case text(String)
    case list([String])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .list(let list): try container.encode(list)
      }
    }
  }

  let wireName: String
  let value: Value

  init(_ argument: String, of kind: ResourceKind) throws {
    guard let equals = argument.unicodeScalars.firstIndex(of: "=") else {
      throw CommandFailure(.usage, "'\(argument)' is not of the form field=value")
    }
    let field = String(argument[..<equals])
    let text = String(argument[argument.index(after: equals)...])
    guard let (name, value) = Self.translate(field, text, kind) else {
      throw CommandFailure(
        .usage, "a \(kind.rawValue) has no field '\(field)'",
        nextStep: "it has \(Self.fields(of: kind).joined(separator: ", "))")
    }
    (wireName, self.value) = (name, value)
  }

  private static func fields(of kind: ResourceKind) -> [String] {
    switch kind {
    case .networkRule: ["description", "type", "allowedSourceIPs"]
    case .policy: ["description", "scope", "roles", "resources", "networkRules"]
    case .accessPoint: ["description", "authenticationMethod", "policies"]
    case .clientKey: ["notBefore", "notAfter"]
    }
  }

  private static func translate(
    _ field: String, _ text: String, _ kind: ResourceKind
  ) -> (String, Value)? {
    guard fields(of: kind).contains(field) else { return nil }
    let list = text.parts(at: ",").map(String.init)
    switch field {
    case "description": return ("Description", .text(text))
    case "type": return ("Type", .text(text))
    case "allowedSourceIPs": return ("SourcePrivateIp", .list(list))
    case "scope":
      let isShared = text == PolicyScope.sharedGatewayWord
      return ("KmsInstance", .text(isShared ? PolicyScope.sharedGateway.rawValue : text))
    case "roles": return ("Permissions", .list(list.map { PolicyRole(shortName: $0).rawValue }))
    case "resources": return ("Resources", .list(list))
    case "networkRules":
      return ("AccessControlRules", text == "unrestricted" ? .text("") : .list(list))
    case "authenticationMethod": return ("AuthenticationMethod", .text(text))
    case "policies": return ("Policies", .list(list))
    case "notBefore": return ("NotBefore", .text(text))
    case "notAfter": return ("NotAfter", .text(text))
    default: return nil
    }
  }
}
