/// Addresses with wildcards, as in `ignore`, `external` and `--target`: `policy/legacy-*`.
public struct AddressPatternList: Sendable, Hashable {
  /// The patterns as written; `*` stands for any run of characters, `?` for one.
  public var patterns: [String]

  /// Creates a list.
  public init(_ patterns: [String] = []) { self.patterns = patterns }

  /// Whether nothing can match.
  public var isEmpty: Bool { patterns.isEmpty }

  /// Whether any pattern covers this address; kinds may be written short or in full.
  public func matches(_ id: ResourceID) -> Bool {
    patterns.contains { Self.pattern($0, matches: id) }
  }

  /// Whether one pattern covers an address.
  public static func pattern(_ pattern: String, matches id: ResourceID) -> Bool {
    guard let slash = pattern.firstIndex(of: "/"),
      ResourceKind(addressWord: String(pattern[..<slash])) == id.kind
    else { return false }
    return Wildcard.pattern(String(pattern[pattern.index(after: slash)...]), matches: id.name)
  }
}
