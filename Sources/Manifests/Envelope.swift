import Diagnostics
import Texts
import YAMLSource

/// `apiVersion` and `kind`: whose document this is, and what it declares.
enum Envelope {
  /// Whether the document is kmsctl's, or says nothing about it.
  static func checkVersion(_ pairs: [YAMLPair], _ problems: inout Problems) -> Bool {
    guard let node = pairs.first(where: { $0.name == "apiVersion" })?.value else { return true }
    guard let version = ValueReader.text(node, "'apiVersion'", &problems) else { return true }
    if version.value == ManifestKind.apiVersion { return true }
    problems.report(
      .foreignAPIVersion,
      "apiVersion '\(version.value)' is not known here, expected '\(ManifestKind.apiVersion)'",
      at: version.location, note: hint(version.value))
    return false
  }

  /// The kind a document says it is.
  static func kind(_ node: YAMLNode, _ problems: inout Problems) -> ManifestKind? {
    guard let word = ValueReader.text(node, "'kind'", &problems) else { return nil }
    if let kind = ManifestKind(rawValue: word.value) { return kind }
    let kinds = ManifestKind.allCases.filter { $0 != .stack }.map(\.rawValue)
    let short = [
      "NetworkAccessRule": "NetworkRule", "Rule": "NetworkRule", "AAP": "ApplicationAccessPoint",
      "AccessPoint": "ApplicationAccessPoint", "PermissionPolicy": "Policy",
    ]
    let near = short[word.value] ?? Suggestion.nearest(to: word.value, in: kinds)
    problems.report(
      .unknownKind, "unknown kind '\(word.value)', expected \(ValueReader.list(kinds))",
      at: word.location, note: near.map { "did you mean '\($0)'?" })
    return nil
  }

  private static func hint(_ version: String) -> String {
    if version.begins(with: "kmsctl.dev/") {
      return "the manifest was written for another version of kmsctl"
    }
    if Suggestion.nearest(to: version, in: [ManifestKind.apiVersion]) != nil {
      return "did you mean '\(ManifestKind.apiVersion)'?"
    }
    return "manifests of other programs must stand outside the directories of 'spec.manifests'"
  }
}
