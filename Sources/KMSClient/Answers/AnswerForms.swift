internal import KMSModel

/// The forms in which the service writes lists and times, as far as a check has to know them.
extension AnswerCheck {
  /// A moment, in the one form that the service documents.
  static func moment(_ text: String) -> Timestamp? {
    guard text.utf8.count == 20, let moment = Timestamp(iso8601: text),
      moment.iso8601.utf8.elementsEqual(text.utf8)
    else { return nil }
    return moment
  }

  /// The texts of a list: an array, a text that holds one, or an array of one such text.
  static func names(_ value: JSONValue) -> [String]? {
    switch value {
    case .array(let elements):
      let texts = elements.compactMap { element -> String? in
        if case .text(let text) = element { text } else { nil }
      }
      guard texts.count == elements.count else { return nil }
      return texts.count == 1 ? inner(texts[0]) ?? texts : texts
    case .text(let text): return inner(text)
    default: return nil
    }
  }

  private static func inner(_ text: String) -> [String]? {
    guard text.utf8.first == UInt8(ascii: "["), case .array(let elements) = JSONValue(parsing: text)
    else { return nil }
    let texts = elements.compactMap { element -> String? in
      if case .text(let text) = element { text } else { nil }
    }
    return texts.count == elements.count ? texts : nil
  }

  /// The elements of a list of objects.
  static func items(_ value: JSONValue) -> [JSONValue]? {
    switch value {
    case .array(let elements): return elements
    case .object(let wrapper) where wrapper.isEmpty: return []
    case .object(let wrapper):
      guard wrapper.count == 1, case .array(let elements) = wrapper.values.first else { return nil }
      return elements
    default: return nil
    }
  }

  /// An empty text means an empty list (kms-api §2); how the types Public and VPC write their
  /// entries is unknown, so what is no JSON stays a text that is handed on as it came.
  static func isSourceList(_ value: JSONValue) -> Bool {
    switch value {
    case .text(let text):
      text.isEmpty || text.utf8.count <= 65_536 && !hasControl(text)
    case .array(let elements):
      elements.allSatisfy { if case .text(let text) = $0 { !hasControl(text) } else { false } }
    default: false
    }
  }

  static func isAccessControl(_ value: JSONValue) -> Bool {
    switch value {
    case .text(""), .object: true
    case .text(let text):
      if case .object = JSONValue(parsing: text) { true } else { false }
    default: false
    }
  }

  private static func hasControl(_ text: String) -> Bool {
    text.utf8.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) || $0 == 0x7F }
  }
}
