/// The `Filters` parameter: different keys must all match, values of one key are alternatives.
struct Filters: Sendable {
  private static let maximumCount = 10
  private var wanted: [(key: String, values: [String])] = []

  init(_ text: String?, known: [String]) throws(WireError) {
    guard let text, !text.isEmpty else { return }
    guard case .array(let items)? = WireJSON(text: text), items.count <= Self.maximumCount else {
      throw .invalid("Filters", "not a JSON array of up to \(Self.maximumCount) filters")
    }
    for item in items {
      guard let key = item["Key"]?.stringValue, let values = item["Values"]?.stringList else {
        throw .invalid("Filters", "a filter has a Key and Values")
      }
      guard known.contains(key) else { throw .invalid("Filters", "'\(key)' is no filter key") }
      wanted.append((key, values))
    }
  }

  /// Whether an object passes; `value` says what it has under a key.
  func accept(_ value: (String) -> String?) -> Bool {
    wanted.allSatisfy { filter in
      value(filter.key).map { filter.values.contains($0) } ?? false
    }
  }
}
