import Diagnostics
import KMSModel
import YAMLSource

/// Decodes `kind: NetworkRule`.
struct NetworkRuleDecoder {
  /// The stack's region, when it could be read.
  let region: String?

  static let fields = FieldTable(required: ["type", "allowedSourceIPs"])
  static let vpcFields = FieldTable(required: ["vpcId", "ipAddresses"])
  static let types = [
    NetworkType.privateNetwork.rawValue, NetworkType.publicNetwork.rawValue,
    NetworkType.vpc.rawValue,
  ]

  /// The rule, as far as it could be read.
  func decode(
    _ node: YAMLNode, _ metadata: ManifestMetadata, _ problems: inout Problems
  ) -> Declaration<NetworkRuleSpec>? {
    let reader = MappingReader(node, "'spec'", Self.fields, &problems)
    let word = reader?.word("type", of: Self.types, &problems)
    if let word, word.value == NetworkType.vpc.rawValue { checkRegion(word, &problems) }
    let type = NetworkType(rawValue: word?.value ?? "")
    let sources = reader.map { readSources($0, type, &problems) } ?? []
    guard let name = metadata.name else { return nil }
    let spec = NetworkRuleSpec(type: type, sources: sources)
    return Declaration(
      object: metadata.object(spec, name: name, places: reader?.places ?? [:]),
      source: .networkRule, waivers: metadata.waivers)
  }

  private func readSources(
    _ reader: MappingReader, _ type: NetworkType, _ problems: inout Problems
  ) -> Set<SourceAddress> {
    let key = "allowedSourceIPs"
    let note =
      "a rule without addresses lets nobody in; a policy without source address filtering says"
      + " 'networkRules: unrestricted'"
    guard
      let items = reader.items(
        key, of: type == .vpc ? "VPCs" : "addresses", emptyNote: note, &problems)
    else { return [] }
    var list = AddressList(type: type)
    for item in items {
      if type == .vpc {
        readVPC(item, into: &list, &problems)
      } else if case .mapping = item.content, !type.rawValue.isEmpty {
        problems.report(
          .wrongType, "an entry of '\(key)' is a mapping, expected an address",
          at: item.location, note: "'vpcId' and 'ipAddresses' stand in rules of type 'VPC'")
      } else if case .mapping = item.content {
        continue
      } else if let text = ValueReader.text(item, "an entry of '\(key)'", &problems) {
        list.add(text, vpc: nil, &problems)
      }
    }
    list.finish(&problems)
    return list.sources
  }

  private func readVPC(
    _ node: YAMLNode, into list: inout AddressList, _ problems: inout Problems
  ) {
    guard
      let reader = MappingReader(node, "an entry of 'allowedSourceIPs'", Self.vpcFields, &problems)
    else { return }
    var vpc = reader.text("vpcId", &problems)
    if let text = vpc, !Self.isVPC(text.value) {
      // Not kept: it would be compared once for every address.
      vpc = nil
      problems.report(
        .invalidVPC,
        "'\(text.value)' is no VPC id, expected 'vpc-' with lower-case letters and digits after it",
        at: text.location)
    }
    for item in reader.items("ipAddresses", of: "addresses", &problems) ?? [] {
      guard let text = ValueReader.text(item, "an entry of 'ipAddresses'", &problems) else {
        continue
      }
      list.add(text, vpc: vpc?.value ?? "", &problems)
    }
  }

  private func checkRegion(_ type: Located<String>, _ problems: inout Problems) {
    guard let region, !Region.withVPCRules.contains(region) else { return }
    problems.report(
      .vpcRegion, "rules of type 'VPC' do not exist in region '\(region)'", at: type.location,
      note: "they exist in \(Region.withVPCRules.joined(separator: ", "))")
  }

  private static func isVPC(_ text: String) -> Bool {
    let rest = text.utf8.dropFirst(4)
    return text.utf8.starts(with: "vpc-".utf8) && (1...64).contains(rest.count)
      && rest.allSatisfy {
        AllowedBytes.digits.contains($0) || AllowedBytes.lowerCaseLetters.contains($0)
      }
  }
}
