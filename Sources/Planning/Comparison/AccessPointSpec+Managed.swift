internal import KMSModel

extension AccessPointSpec: ManagedSpec {
  static var kind: ResourceKind { .accessPoint }

  var fields: [FieldContent] {
    [
      FieldContent(name: "authenticationMethod", value: .single(authenticationMethod.rawValue)),
      FieldContent(name: "policies", value: .set(policies.sorted())),
    ]
  }

  var references: Set<String> { policies }

  func renamingReferences(_ names: [String: String]) -> Self {
    guard !names.isEmpty else { return self }
    var renamed = self
    renamed.policies = Set(policies.map { names[$0] ?? $0 })
    return renamed
  }

  func canBecome(_ other: Self) -> Bool { authenticationMethod == other.authenticationMethod }

  func appliedDigest(description: String, using digest: DigestFunction) -> AppliedDigest {
    SpecDigest.of(self, description: description, using: digest)
  }

  func widenings(from old: Self?) -> [String] {
    guard let old else { return [] }
    return policies.subtracting(old.policies).sorted().map { "policy '\($0)' added" }
  }

  static func declared(in state: DesiredState) -> [String: DesiredObject<Self>] {
    state.accessPoints
  }

  static func found(in state: LiveState) -> [String: LiveObject<Self>] { state.accessPoints }

  static func creation(_ target: Step.Target<Self>) -> Step.Operation {
    .createAccessPoint(target)
  }

  static func update(_ update: Step.Update<Self>) -> Step.Operation { .updateAccessPoint(update) }

  var whenDeleted: Step.DeletedSpec { .accessPoint(self) }
}
