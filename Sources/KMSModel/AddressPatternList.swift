internal import Texts

/// Addresses with wildcards, as in `ignore`, `external` and `--target`: `policy/legacy-*`.
public struct AddressPatternList: Sendable, Hashable {
  /// The patterns as written; `*` stands for any run of characters, `?` for one.
  public var patterns: [String] {
    didSet { index = Index(patterns) }
  }

  private var index: Index

  /// The patterns sorted by how they are compared: those without a wildcard need no search.
  private struct Index: Sendable, Hashable {
    var whole: [ResourceID: String] = [:]
    var wild: [String] = []

    init(_ patterns: [String]) {
      for pattern in patterns {
        if !AddressPatternList.hasWildcard(pattern), let id = ResourceID(parsing: pattern) {
          if whole[id] == nil { whole[id] = pattern }
        } else {
          wild.append(pattern)
        }
      }
    }
  }

  /// Creates a list.
  public init(_ patterns: [String] = []) {
    self.patterns = patterns
    index = Index(patterns)
  }

  /// Whether nothing can match.
  public var isEmpty: Bool { patterns.isEmpty }

  /// Whether any pattern covers this address; kinds may be written short or in full.
  public func matches(_ id: ResourceID) -> Bool { pattern(matching: id) != nil }

  /// A pattern that covers this address, as it was written.
  public func pattern(matching id: ResourceID) -> String? {
    index.whole[id] ?? index.wild.first { Self.pattern($0, matches: id) }
  }

  /// Whether one pattern covers an address.
  public static func pattern(_ pattern: String, matches id: ResourceID) -> Bool {
    guard let slash = pattern.unicodeScalars.firstIndex(of: "/"),
      ResourceKind(addressWord: String(pattern[..<slash])) == id.kind
    else { return false }
    return Wildcard.pattern(String(pattern[pattern.index(after: slash)...]), matches: id.name)
  }

  /// The longest pattern, in bytes.
  public static let maximumLength = 256
  /// How many patterns of one list may have wildcards: each is compared with every address.
  public static let maximumWildcards = 100

  /// Whether a pattern has a `*` or `?`.
  public static func hasWildcard(_ pattern: String) -> Bool {
    pattern.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
  }

  /// What makes a text no pattern, to be read after it: `it holds U+200B`.
  public static func fault(in pattern: String) -> String? {
    if ResourceID(parsing: pattern) == nil { return "it is not of the form kind/name" }
    if pattern.utf8.count > maximumLength { return "it is longer than \(maximumLength) bytes" }
    for scalar in pattern.unicodeScalars where !(0x21...0x7E).contains(scalar.value) {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "it holds U+\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits);"
        + " a '?' matches any one character"
    }
    return nil
  }
}
