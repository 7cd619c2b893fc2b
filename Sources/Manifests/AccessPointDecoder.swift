import Diagnostics
import KMSModel
import YAMLSource

/// Decodes `kind: ApplicationAccessPoint`, with the client key that may stand in it.
enum AccessPointDecoder {
  static let fields = FieldTable(
    required: ["policies"], optional: ["authenticationMethod", "clientKey"],
    reserved: ["ramRole": "'ramRole' is reserved until its form at the service is known"])
  static let methods = [AuthenticationMethod.clientKey.rawValue]

  /// The access point and its key, as far as they could be read.
  static func decode(
    _ node: YAMLNode, _ metadata: ManifestMetadata, _ problems: inout Problems
  ) -> (Declaration<AccessPointSpec>, Declaration<ClientKeySpec>?)? {
    let reader = MappingReader(node, "'spec'", fields, &problems)
    let method = reader.map { readMethod($0, &problems) } ?? .clientKey
    let policies = reader?.texts("policies", of: "policies", &problems) ?? []
    if policies.count > AccessPointSpec.maximumPolicies {
      problems.report(
        .tooManyPolicies,
        "the access point has \(policies.count) policies, expected at most"
          + " \(AccessPointSpec.maximumPolicies)",
        at: policies[AccessPointSpec.maximumPolicies].location,
        note: "one policy may name many keys and secrets of its scope")
    }
    let keyNode = reader?.node("clientKey")
    if let keyNode, method == .ramRole {
      problems.report(
        .ramRole, "an access point with a RAM role has no client key", at: keyNode.location)
    }
    let keyReader = keyNode.flatMap {
      MappingReader($0, "'clientKey'", ClientKeyDecoder.fields, &problems)
    }
    let keySpec = keyReader.map { ClientKeyDecoder.read($0, &problems) }
    guard let name = metadata.name else { return nil }
    let spec = AccessPointSpec(
      authenticationMethod: method, policies: Set(policies.map(\.value)))
    let declaration = Declaration(
      object: metadata.object(spec, name: name, places: reader?.places ?? [:]),
      source: .accessPoint, references: policies, waivers: metadata.waivers)
    guard let keyNode else { return (declaration, nil) }
    // A key that could not be read still counts as declared, or a second complaint would follow.
    let key = DesiredObject(
      name: name.value, spec: keySpec ?? ClientKeyDecoder.unreadable, place: keyNode.location,
      fieldPlaces: keyReader?.places ?? [:])
    return (
      declaration, Declaration(object: key, source: .accessPoint, waivers: metadata.waivers)
    )
  }

  private static func readMethod(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> AuthenticationMethod {
    guard let text = reader.text("authenticationMethod", &problems) else { return .clientKey }
    if text.value == AuthenticationMethod.ramRole.rawValue {
      problems.report(
        .ramRole,
        "authenticationMethod 'RAMRole' is reserved until its form at the service is known",
        at: text.location,
        note: "use 'ClientKey', or leave such access points to the console with 'spec.ignore'")
      return .ramRole
    }
    _ = ValueReader.check(text, "'authenticationMethod'", isOneOf: methods, &problems)
    return .clientKey
  }
}
