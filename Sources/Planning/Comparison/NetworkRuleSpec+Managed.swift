internal import KMSModel

extension NetworkRuleSpec: ManagedSpec {
  static var kind: ResourceKind { .networkRule }

  var fields: [FieldContent] {
    [
      FieldContent(name: "type", value: .single(type.rawValue)),
      FieldContent(
        name: "allowedSourceIPs", value: .set(sources.sorted().map(\.description))),
    ]
  }

  var references: Set<String> { [] }

  func renamingReferences(_ names: [String: String]) -> Self { self }

  func canBecome(_ other: Self) -> Bool { type == other.type }

  func appliedDigest(description: String, using digest: DigestFunction) -> AppliedDigest {
    SpecDigest.of(self, description: description, using: digest)
  }

  static func declared(in state: DesiredState) -> [String: DesiredObject<Self>] {
    state.networkRules
  }

  static func found(in state: LiveState) -> [String: LiveObject<Self>] { state.networkRules }

  static func creation(_ target: Step.Target<Self>) -> Step.Operation {
    .createNetworkRule(target)
  }

  static func update(_ update: Step.Update<Self>) -> Step.Operation { .updateNetworkRule(update) }

  var whenDeleted: Step.DeletedSpec { .networkRule(self) }
}
