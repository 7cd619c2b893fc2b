import Diagnostics
import KMSModel
import Texts

/// The two kinds of entries of `external`: objects that others manage, and client keys that others
/// made on this stack's access points.
struct ExternalEntries {
  private(set) var patterns: [String] = []
  /// Full ids, each with its place.
  private(set) var acceptedKeys: [Located<String>] = []

  init(_ entries: [Located<String>], _ problems: inout Problems) {
    for entry in entries {
      guard let id = ResourceID(parsing: entry.value), id.kind == .clientKey else {
        patterns.append(entry.value)
        continue
      }
      let key = Located(id.name, at: entry.location)
      if Self.isWholeID(id.name) {
        acceptedKeys.append(key)
      } else {
        Self.report(entry, &problems)
      }
    }
  }

  /// Whether a name is one key's id and no pattern: `KAAP.` and a UUID (kms-api.md §1).
  private static func isWholeID(_ name: String) -> Bool {
    guard let groups = name.rest(after: "KAAP.")?.parts(at: "-", keepsEmpty: true) else {
      return false
    }
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.consists(\.isASCIIHexDigit) }
  }

  private static func report(_ entry: Located<String>, _ problems: inout Problems) {
    problems.report(
      .invalidPattern,
      "'\(entry.value)' does not name one client key, expected its full id, such as "
        + "'clientkey/KAAP.9c4e21b7-0000-4000-8000-000000000000'",
      at: entry.location,
      note: "each key that others made is accepted by itself; 'kmsctl key list' shows the ids")
  }
}
