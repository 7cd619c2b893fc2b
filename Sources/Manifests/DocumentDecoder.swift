import Diagnostics
import KMSModel
import YAMLSource

/// Decodes the documents of manifests into declarations.
struct DocumentDecoder {
  /// The stack, as far as it could be read; its region decides about VPC rules.
  let region: String?
  private(set) var declarations = Declarations()
  private(set) var counts: [ManifestKind: Int] = [:]
  private(set) var problems = Problems()
  /// Names in documents whose kind could not be read; a reference to one is not called undeclared.
  private(set) var unplacedNames: Set<String> = []

  static let fields = FieldTable(required: ["apiVersion", "kind", "metadata", "spec"])

  init(region: String?) { self.region = region }

  /// Decodes one document of a manifest file.
  mutating func decode(_ document: YAMLNode) {
    guard let kind = Self.kind(of: document, &problems) else {
      unplacedNames.formUnion(Self.name(of: document))
      return
    }
    counts[kind, default: 0] += 1
    guard kind != .stack else {
      let place = Self.kindPlace(of: document)
      return problems.report(
        .misplacedStack, "a Stack stands only in kmsctl.yaml", at: place,
        note: "a repository has one stack; move its settings to kmsctl.yaml")
    }
    var found = Problems()
    let waivers = decode(document, kind, &found)
    problems.add(found, waiving: waivers)
  }

  /// The kind of a document that is kmsctl's; reports what is not.
  static func kind(of document: YAMLNode, _ problems: inout Problems) -> ManifestKind? {
    guard case .mapping(let pairs) = document.content else {
      problems.reportType(
        document, "the document",
        expected: "a mapping with 'apiVersion', 'kind', 'metadata' and 'spec'")
      return nil
    }
    guard Envelope.checkVersion(pairs, &problems) else { return nil }
    guard let kindNode = pairs.first(where: { $0.name == "kind" })?.value else {
      problems.report(.missingKey, "the document has no 'kind'", at: document.location)
      return nil
    }
    return Envelope.kind(kindNode, &problems)
  }

  /// Where the word after `kind:` stands.
  static func kindPlace(of document: YAMLNode) -> SourceLocation {
    guard case .mapping(let pairs) = document.content,
      let pair = pairs.first(where: { $0.name == "kind" })
    else { return document.location }
    return pair.value.location
  }

  /// The name in `metadata`, whatever else is wrong with the document.
  static func name(of document: YAMLNode) -> Set<String> {
    guard case .mapping(let pairs) = document.content,
      case .mapping(let metadata)? = pairs.first(where: { $0.name == "metadata" })?.value.content,
      case .scalar(let name, _)? = metadata.first(where: { $0.name == "name" })?.value.content
    else { return [] }
    return [name]
  }

  private mutating func decode(
    _ document: YAMLNode, _ kind: ManifestKind, _ found: inout Problems
  ) -> Set<ManifestCheck> {
    guard let reader = MappingReader(document, "the document", Self.fields, &found) else {
      return []
    }
    let table = kind == .clientKey ? ManifestMetadata.clientKeyFields : ManifestMetadata.fields
    let metadata = ManifestMetadata(reader.node("metadata"), table, &found)
    guard let spec = reader.node("spec") else { return metadata.waivers }
    switch kind {
    case .stack: break
    case .networkRule:
      let decoder = NetworkRuleDecoder(region: region)
      if let rule = decoder.decode(spec, metadata, &found) { declarations.add(rule, &found) }
    case .policy:
      if let policy = PolicyDecoder.decode(spec, metadata, &found) {
        declarations.add(policy, &found)
      }
    case .accessPoint:
      if let (accessPoint, key) = AccessPointDecoder.decode(spec, metadata, &found) {
        declarations.add(accessPoint, &found)
        if let key { declarations.add(key, &found) }
      }
    case .clientKey:
      if let key = ClientKeyDecoder.decode(spec, metadata, &found) {
        declarations.add(key, &found)
      }
    case .quickAccess:
      if let quick = QuickAccessDecoder.decode(spec, metadata, &found) {
        declarations.add(quick, &found)
      }
    }
    return metadata.waivers
  }
}
