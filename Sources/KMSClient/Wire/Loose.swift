internal import FoundationEssentials
internal import Texts

/// A text that may arrive as a number, a Boolean or null.
struct LooseText: Decodable, Hashable {
  var text: String

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self.text = text
    } else if container.decodeNil() {
      text = ""
    } else if let number = try? container.decode(Int64.self) {
      text = String(number)
    } else if let number = try? container.decode(Double.self) {
      text = String(number)
    } else {
      text = String(try container.decode(Bool.self))
    }
  }
}

/// A whole number that may arrive as a text.
struct LooseInteger: Decodable, Hashable {
  var value: Int

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Int.self) {
      self.value = value
      return
    }
    guard let value = Int(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the text is not a whole number")
    }
    self.value = value
  }
}

/// A list of names that may arrive as an array, as a text with a JSON array in it, or as an array
/// whose only element is such a text (kms-api §3, "array vs string trap").
struct LooseList: Decodable, Hashable {
  var items: [String]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let items = try? container.decode([String].self) {
      self.items = items.count == 1 ? Self.parse(items[0]) ?? items : items
      return
    }
    if container.decodeNil() {
      items = []
      return
    }
    let text = try container.decode(String.self)
    guard let items = text.isEmpty ? [] : Self.parse(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the text is not a JSON array of texts")
    }
    self.items = items
  }

  private static func parse(_ text: String) -> [String]? {
    guard text.begins(with: "[") else { return nil }
    return try? JSONDecoder().decode([String].self, from: Data(text.utf8))
  }
}

/// A list of objects: `{"Singular": […]}` as the older operations have it, or a plain array.
struct LooseItems<Item: Decodable>: Decodable {
  var items: [Item]

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: AnyKey.self) {
      guard let key = container.allKeys.first else {
        items = []
        return
      }
      items = try container.decode([Item].self, forKey: key)
    } else {
      items = try decoder.singleValueContainer().decode([Item].self)
    }
  }
}
