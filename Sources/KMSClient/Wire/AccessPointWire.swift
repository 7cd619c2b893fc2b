internal import KMSModel

/// The answer of DescribeApplicationAccessPoint; unlike a policy's lists, Policies is a text.
struct AccessPointWire: Decodable {
  /// Every description has one; an answer without it describes nothing.
  var arn: LooseText
  var name: LooseText?
  var description: LooseText?
  var authenticationMethod: LooseText
  var policies: LooseList?

  enum CodingKeys: String, CodingKey {
    case arn = "Arn"
    case name = "Name"
    case description = "Description"
    case authenticationMethod = "AuthenticationMethod"
    case policies = "Policies"
  }

  func object(_ name: String) -> LiveObject<AccessPointSpec> {
    let policies = policies?.items ?? []
    var spec = AccessPointSpec(
      authenticationMethod: AuthenticationMethod(rawValue: authenticationMethod.text),
      policies: Set(policies))
    spec.policiesAsRead = AsRead(spec.policies, form: policies)
    return LiveObject(
      name: name, arn: arn.text, rawDescription: description?.text ?? "", spec: spec)
  }
}
