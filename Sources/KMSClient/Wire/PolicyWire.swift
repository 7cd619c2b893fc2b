internal import KMSModel

/// The answer of DescribePolicy: two arrays and a text that holds JSON.
struct PolicyWire: Decodable {
  /// Every description has one; an answer without it describes nothing.
  var arn: LooseText
  var name: LooseText?
  var description: LooseText?
  var instance: LooseText?
  var permissions: LooseList?
  var resources: LooseList?
  var accessControl: JSONValue?

  enum CodingKeys: String, CodingKey {
    case arn = "Arn"
    case name = "Name"
    case description = "Description"
    case instance = "KmsInstance"
    case permissions = "Permissions"
    case resources = "Resources"
    case accessControl = "AccessControlRules"
  }

  func object(_ name: String) -> LiveObject<PolicySpec> {
    let roles = permissions?.items ?? []
    let resources = resources?.items ?? []
    var spec = PolicySpec(
      scope: PolicyScope(rawValue: instance?.text ?? ""),
      roles: Set(roles.map { PolicyRole(rawValue: $0) }), resources: Set(resources),
      networkAccess: AccessControlWire.read(accessControl))
    spec.rolesAsRead = AsRead(spec.roles, form: roles)
    spec.resourcesAsRead = AsRead(spec.resources, form: resources)
    if let text = AccessControlWire.text(accessControl) {
      spec.networkAccessAsRead = AsRead(spec.networkAccess, form: [text])
    }
    return LiveObject(
      name: name, arn: arn.text, rawDescription: description?.text ?? "", spec: spec)
  }
}
