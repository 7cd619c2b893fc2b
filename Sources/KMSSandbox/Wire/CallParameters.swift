internal import KMSModel

/// The parameters of a call, read with the service's rules.
struct CallParameters: Sendable {
  private let values: [String: String]

  init(_ values: [String: String]) { self.values = values }

  /// A value as sent; an empty one is there, an absent one is not.
  subscript(name: String) -> String? { values[name] }

  /// A value that must be there and not empty.
  func required(_ name: String) throws(WireError) -> String {
    guard let value = values[name], !value.isEmpty else { throw .missing(name) }
    return value
  }

  /// A name for a new object. Which characters the service takes is unknown (inferred).
  func newName() throws(WireError) -> String {
    let name = try required("Name")
    let isValid = name.utf8.count <= 192 && name.utf8.allSatisfy(Self.isNameByte)
    guard isValid else { throw .invalid("Name", "letters, digits and _ . - only, up to 192") }
    return name
  }

  /// A JSON array of texts inside a text; nothing when absent.
  func list(_ name: String) throws(WireError) -> [String]? {
    guard let text = values[name] else { return nil }
    guard let list = WireJSON(text: text)?.stringList else {
      throw .invalid(name, "not a JSON array of strings")
    }
    return list
  }

  /// A UTC time in exactly the service's form; nothing when absent or empty.
  func time(_ name: String) throws(WireError) -> Timestamp? {
    guard let text = values[name], !text.isEmpty else { return nil }
    guard let time = Timestamp(iso8601: text), time.iso8601 == text else {
      throw .invalid(name, "not a time like 2026-01-02T03:04:05Z")
    }
    return time
  }

  /// The page asked for.
  func page(defaultSize: Int) throws(WireError) -> PageRequest {
    let number = try integer("PageNumber", from: 1, to: Int(Int32.max)) ?? 1
    let size = try integer("PageSize", from: 1, to: PageRequest.maximumSize) ?? defaultSize
    return PageRequest(number: number, size: size)
  }

  private func integer(_ name: String, from low: Int, to high: Int) throws(WireError) -> Int? {
    guard let text = values[name], !text.isEmpty else { return nil }
    guard let value = Int(text), (low...high).contains(value) else {
      throw .invalid(name, "not a number from \(low) to \(high)")
    }
    return value
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
