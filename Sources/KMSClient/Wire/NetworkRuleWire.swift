internal import KMSModel

/// The answer of DescribeNetworkRule; it has no Name.
struct NetworkRuleWire: Decodable {
  /// Every description has one; an answer without it describes nothing.
  var arn: LooseText
  var type: LooseText
  var description: LooseText?
  var sources: JSONValue?

  enum CodingKeys: String, CodingKey {
    case arn = "Arn"
    case type = "Type"
    case description = "Description"
    case sources = "SourcePrivateIp"
  }

  func object(_ name: String) -> LiveObject<NetworkRuleSpec> {
    var spec = NetworkRuleSpec(
      type: NetworkType(rawValue: type.text), sources: SourceListWire.read(sources))
    if let text = SourceListWire.listText(sources) {
      spec.sourcesAsRead = AsRead(spec.sources, form: [text])
    }
    return LiveObject(
      name: name, arn: arn.text, rawDescription: description?.text ?? "", spec: spec)
  }
}
