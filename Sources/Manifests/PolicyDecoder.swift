import Diagnostics
import KMSModel
import Texts
import YAMLSource

/// Decodes `kind: Policy`.
enum PolicyDecoder {
  static let fields = FieldTable(required: ["scope", "roles", "resources", "networkRules"])
  static let roles = [PolicyRole.keyUser, .secretUser, .sharedSecretUser].map(\.shortName)
  static let unrestricted = "unrestricted"

  /// The policy, as far as it could be read.
  static func decode(
    _ node: YAMLNode, _ metadata: ManifestMetadata, _ problems: inout Problems
  ) -> Declaration<PolicySpec>? {
    let reader = MappingReader(node, "'spec'", fields, &problems)
    let scope = reader?.text("scope", &problems).flatMap { readScope($0, &problems) }
    let roles = reader.map { readRoles($0, &problems) } ?? []
    let resources = reader.map { readResources($0, &problems) } ?? []
    let rules = reader.map { readNetworkRules($0, &problems) } ?? RuleList()
    RoleCheck(scope: scope, roles: roles, resources: resources).run(&problems)
    guard let name = metadata.name else { return nil }
    let spec = PolicySpec(
      scope: scope ?? PolicyScope(rawValue: ""),
      roles: Set(roles.map { PolicyRole(shortName: $0.value) }),
      resources: Set(resources.map(\.value)), networkAccess: rules.access)
    return Declaration(
      object: metadata.object(spec, name: name, places: reader?.places ?? [:]), source: .policy,
      references: rules.names, waivers: metadata.waivers)
  }

  /// What stands under `networkRules`.
  struct RuleList {
    /// The rules by name.
    var names: [Located<String>] = []
    /// What they mean; a list that could not be read lets nobody in.
    var access = NetworkAccess.opaque("not read")
  }

  /// Reads the rules, or the word that says that there shall be none.
  static func readNetworkRules(_ reader: MappingReader, _ problems: inout Problems) -> RuleList {
    let key = "networkRules"
    guard let node = reader.node(key) else { return RuleList() }
    if case .scalar(let text, _) = node.content {
      if text == unrestricted { return RuleList(access: .unrestricted) }
      problems.reportType(
        node, "'\(key)'", expected: "a list of names or the word '\(unrestricted)'")
      return RuleList()
    }
    let note = "write '\(key): \(unrestricted)' if no source address filtering is meant"
    let rules = reader.texts(key, of: "network rules", emptyNote: note, &problems) ?? []
    if rules.count > PolicySpec.maximumNetworkRules {
      problems.report(
        .tooManyNetworkRules,
        "the policy has \(rules.count) network rules, expected at most"
          + " \(PolicySpec.maximumNetworkRules)",
        at: rules[PolicySpec.maximumNetworkRules].location,
        note: "one rule takes up to \(NetworkRuleSpec.maximumSources) addresses")
    }
    return RuleList(
      names: rules,
      access: rules.isEmpty ? RuleList().access : .rules(Set(rules.map(\.value))))
  }

  /// Whether a text has the form of an instance id.
  static func isInstance(_ text: String) -> Bool {
    let rest = text.utf8.dropFirst(4)
    return text.utf8.starts(with: "kst-".utf8) && (1...128).contains(rest.count)
      && rest.allSatisfy { AllowedBytes.alphanumerics.contains($0) || $0 == UInt8(ascii: "-") }
  }

  private static func readScope(
    _ text: Located<String>, _ problems: inout Problems
  ) -> PolicyScope? {
    if text.value == PolicyScope.sharedGatewayWord { return .sharedGateway }
    if isInstance(text.value) { return PolicyScope(rawValue: text.value) }
    let isShared = text.value.lowercased().holds(text: "shared")
    problems.report(
      .invalidScope,
      "'\(text.value)' is no scope, expected an instance id such as 'kst-…' or"
        + " '\(PolicyScope.sharedGatewayWord)'",
      at: text.location,
      note: isShared ? "did you mean '\(PolicyScope.sharedGatewayWord)'?" : nil)
    return nil
  }

  private static func readRoles(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> [Located<String>] {
    let known = (reader.texts("roles", of: "roles", &problems) ?? []).filter {
      ValueReader.check($0, "the role", isOneOf: roles, &problems)
    }
    if known.count > PolicySpec.usualRoles {
      problems.report(
        .tooManyRoles,
        "the policy has \(known.count) roles, and the service is known to take"
          + " \(PolicySpec.usualRoles)",
        at: known[PolicySpec.usualRoles].location,
        note: "no scope has use for more than \(PolicySpec.usualRoles)")
    }
    return known
  }

  private static func readResources(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> [Located<String>] {
    let resources = (reader.texts("resources", of: "keys and secrets", &problems) ?? []).filter {
      ResourceText.check($0, &problems)
    }
    if resources.count > PolicySpec.usualResources {
      problems.report(
        .tooManyResources,
        "the policy has \(resources.count) resources, and the service is known to take"
          + " \(PolicySpec.usualResources)",
        at: resources[PolicySpec.usualResources].location,
        note: "a '*' at the end covers all names that begin alike; or use several policies")
    }
    return resources
  }
}
