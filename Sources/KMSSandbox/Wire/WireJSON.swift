internal import Foundation
internal import Texts

/// A JSON value whose objects keep their order; written without blanks, as the service does.
indirect enum WireJSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Int)
  case string(String)
  case array([WireJSON])
  case object([Member])

  struct Member: Sendable, Hashable {
    var name: String
    var value: WireJSON
  }

  static func object(_ members: KeyValuePairs<String, WireJSON>) -> WireJSON {
    .object(members.map { Member(name: $0.key, value: $0.value) })
  }

  static func strings(_ texts: [String]) -> WireJSON { .array(texts.map(WireJSON.string)) }

  /// Reads any JSON text; nothing if it is none.
  init?(text: String) {
    guard let value = try? JSONDecoder().decode(WireJSON.self, from: Data(text.utf8)) else {
      return nil
    }
    self = value
  }

  /// The value of a member.
  subscript(name: String) -> WireJSON? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  var stringValue: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var intValue: Int? {
    guard case .number(let number) = self else { return nil }
    return number
  }

  var boolValue: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The texts of an array that holds nothing else.
  var stringList: [String]? {
    guard case .array(let items) = self else { return nil }
    let texts = items.compactMap(\.stringValue)
    return texts.count == items.count ? texts : nil
  }

  /// The compact text.
  var text: String {
    var out = ""
    write(to: &out)
    return out
  }

  private func write(to out: inout String) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .number(let number): out += String(number)
    case .string(let text): out += JSONEscape.quoted(text)
    case .array(let items):
      out += "["
      for (index, item) in items.enumerated() {
        if index > 0 { out += "," }
        item.write(to: &out)
      }
      out += "]"
    case .object(let members):
      out += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { out += "," }
        out += JSONEscape.quoted(member.name)
        out += ":"
        member.value.write(to: &out)
      }
      out += "}"
    }
  }
}

extension WireJSON: Decodable {
  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }

  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: AnyKey.self) {
      let keys = container.allKeys.sorted { $0.stringValue < $1.stringValue }
      self = .object(
        try keys.map {
          Member(name: $0.stringValue, value: try container.decode(WireJSON.self, forKey: $0))
        })
      return
    }
    if var container = try? decoder.unkeyedContainer() {
      var items: [WireJSON] = []
      while !container.isAtEnd { items.append(try container.decode(WireJSON.self)) }
      self = .array(items)
      return
    }
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else {
      self = .string(try container.decode(String.self))
    }
  }
}
