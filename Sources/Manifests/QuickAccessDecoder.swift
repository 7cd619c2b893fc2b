import Diagnostics
import KMSModel
import Texts
import YAMLSource

/// The three objects of one `kind: QuickAccess`.
struct QuickAccessDeclaration {
  var policy: Declaration<PolicySpec>
  var accessPoint: Declaration<AccessPointSpec>
  var clientKey: Declaration<ClientKeySpec>
}

/// Decodes `kind: QuickAccess`: the console's quick creation.
enum QuickAccessDecoder {
  static let fields = FieldTable(
    required: ["instance", "networkRules"] + ClientKeyDecoder.fields.required,
    optional: ClientKeyDecoder.fields.optional.filter { $0 != "instance" })
  static let resources: Set<String> = ["key/*", "secret/*"]

  /// The objects, as far as they could be read.
  static func decode(
    _ node: YAMLNode, _ metadata: ManifestMetadata, _ problems: inout Problems
  ) -> QuickAccessDeclaration? {
    let reader = MappingReader(node, "'spec'", fields, &problems)
    let instance = reader?.text("instance", &problems).flatMap { readInstance($0, &problems) }
    let rules =
      reader.map { PolicyDecoder.readNetworkRules($0, &problems) }
      ?? PolicyDecoder.RuleList()
    let keySpec = reader.map { ClientKeyDecoder.read($0, namesInstance: false, &problems) }
    guard let name = metadata.name else { return nil }
    var places = reader?.places ?? [:]
    places["scope"] = places["instance"]
    let policy = PolicySpec(
      scope: PolicyScope(rawValue: instance ?? ""), roles: [.keyUser, .secretUser],
      resources: resources, networkAccess: rules.access)
    let accessPoint = AccessPointSpec(authenticationMethod: .clientKey, policies: [name.value])
    let key = DesiredObject(
      name: name.value, spec: keySpec ?? ClientKeyDecoder.unreadable, place: name.location,
      fieldPlaces: places)
    return QuickAccessDeclaration(
      policy: Declaration(
        object: metadata.object(policy, name: name, places: places), source: .quickAccess,
        references: rules.names, waivers: metadata.waivers),
      accessPoint: Declaration(
        object: metadata.object(accessPoint, name: name, places: places), source: .quickAccess,
        waivers: metadata.waivers),
      clientKey: Declaration(object: key, source: .quickAccess, waivers: metadata.waivers))
  }

  private static func readInstance(
    _ text: Located<String>, _ problems: inout Problems
  ) -> String? {
    if PolicyDecoder.isInstance(text.value) { return text.value }
    let isShared = text.value.lowercased().holds(text: "shared")
    problems.report(
      .invalidScope, "'\(text.value)' is no instance id, expected one such as 'kst-…'",
      at: text.location,
      note: isShared
        ? "quick access is for one instance; the shared gateway needs a Policy of its own" : nil)
    return nil
  }
}
