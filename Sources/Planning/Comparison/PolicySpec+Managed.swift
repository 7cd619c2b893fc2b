public import KMSModel
internal import Texts

extension PolicySpec: ManagedSpec {
  static var kind: ResourceKind { .policy }

  var fields: [FieldContent] {
    [
      FieldContent(name: "scope", value: .single(scope.manifestWord)),
      FieldContent(name: "roles", value: .set(roles.map(\.shortName).sorted())),
      FieldContent(name: "resources", value: .set(resources.sorted())),
      FieldContent(name: "networkRules", value: .set(networkAccess.words)),
    ]
  }

  var references: Set<String> { networkAccess.ruleNames }

  func renamingReferences(_ names: [String: String]) -> Self {
    guard case .rules(let rules) = networkAccess, !names.isEmpty else { return self }
    var renamed = self
    renamed.networkAccess = .rules(Set(rules.map { names[$0] ?? $0 }))
    return renamed
  }

  func canBecome(_ other: Self) -> Bool { scope == other.scope }

  func appliedDigest(description: String, using digest: DigestFunction) -> AppliedDigest {
    SpecDigest.of(self, description: description, using: digest)
  }

  static func declared(in state: DesiredState) -> [String: DesiredObject<Self>] { state.policies }

  static func found(in state: LiveState) -> [String: LiveObject<Self>] { state.policies }

  static func creation(_ target: Step.Target<Self>) -> Step.Operation { .createPolicy(target) }

  static func update(_ update: Step.Update<Self>) -> Step.Operation { .updatePolicy(update) }

  var whenDeleted: Step.DeletedSpec { .policy(self) }
}

extension NetworkAccess {
  /// Rule names, or the word `unrestricted`, or the text nobody understands.
  var words: [String] {
    switch self {
    case .unrestricted: ["unrestricted"]
    case .rules(let names): names.sorted()
    case .opaque(let text): [text]
    }
  }

  /// Whether every address is let in; an empty list is open, too.
  var isOpen: Bool {
    switch self {
    case .unrestricted: true
    case .rules(let names): names.isEmpty
    case .opaque: false
    }
  }

  /// Whether the rule may be meant: for a value nobody understands, whether its name occurs.
  public func mayReferTo(_ rule: String) -> Bool {
    switch self {
    case .unrestricted: false
    case .rules(let names): names.contains(rule)
    case .opaque(let text): text.holds(text: rule) || text.holds(text: "\\u")
    }
  }
}
