internal import KMSModel

/// `AccessControlRules`: a text that holds `{"NetworkRules":["…"]}`, or nothing.
enum AccessControlWire {
  /// Reads a value; whatever is more than a list of rule names stays as it is.
  static func read(_ value: JSONValue?) -> NetworkAccess {
    switch value {
    case nil, .null, .text(""): .unrestricted
    case .text(let text): JSONValue(parsing: text).map { read($0, text) } ?? .opaque(text)
    case .some(let other): read(other, other.compactText)
    }
  }

  /// The text of a value as it was read.
  static func text(_ value: JSONValue?) -> String? {
    if case .text(let text) = value { return text }
    return value?.compactText
  }

  /// The text of a policy's access, as it was read where it is still the same.
  static func write(_ spec: PolicySpec) -> String? {
    guard let text = write(spec.networkAccess) else { return nil }
    return spec.networkAccessAsRead.form(of: spec.networkAccess)?.first ?? text
  }

  /// The text of an access that restricts something; nothing when it does not.
  static func write(_ access: NetworkAccess) -> String? {
    switch access {
    case .unrestricted: nil
    case .rules(let names): #"{"NetworkRules":\#(JSONValue.list(names))}"#
    case .opaque(let text): text
    }
  }

  private static func read(_ value: JSONValue, _ text: String) -> NetworkAccess {
    guard case .object(let fields) = value, fields.keys.allSatisfy({ $0 == "NetworkRules" }) else {
      return .opaque(text)
    }
    guard let list = fields["NetworkRules"] else { return .unrestricted }
    guard case .array(let elements) = list else { return .opaque(text) }
    var names: Set<String> = []
    for element in elements {
      guard case .text(let name) = element else { return .opaque(text) }
      names.insert(name)
    }
    return names.isEmpty ? .unrestricted : .rules(names)
  }
}
