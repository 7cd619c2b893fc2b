import FoundationEssentials
import KMSModel
import Testing

@testable import Manifests

/// The schemas say of every mapping the same keys as the decoder's field tables.
@Suite struct SchemaTests {
  struct Mapping: CustomTestStringConvertible, Sendable {
    var schema: String
    var pointer: String
    var fields: FieldTable

    init(_ schema: String, _ pointer: String, _ fields: FieldTable) {
      self.schema = schema
      self.pointer = pointer
      self.fields = fields
    }

    var testDescription: String { "\(schema)#\(pointer)" }
  }

  static let mappings: [Mapping] = {
    let kinds = ["networkrule", "policy", "applicationaccesspoint", "clientkey", "quickaccess"]
    let key = "/properties/spec/properties/clientKey"
    let own = kinds.filter { $0 != "clientkey" }
    return (kinds + ["stack"]).map { Mapping($0, "", DocumentDecoder.fields) }
      + own.map { Mapping($0, "/properties/metadata", ManifestMetadata.fields) }
      + own.map {
        Mapping(
          $0, "/properties/metadata/properties/adopt/oneOf/1", ManifestMetadata.adoptFields)
      }
      + clientKey("clientkey", "/properties/spec") + clientKey("applicationaccesspoint", key)
      + clientKey("quickaccess", "/properties/spec").dropFirst() + [
        Mapping("clientkey", "/properties/metadata", ManifestMetadata.clientKeyFields),
        Mapping("networkrule", "/properties/spec", NetworkRuleDecoder.fields),
        Mapping(
          "networkrule", "/properties/spec/then/properties/allowedSourceIPs/items",
          NetworkRuleDecoder.vpcFields),
        Mapping("policy", "/properties/spec", PolicyDecoder.fields),
        Mapping("applicationaccesspoint", "/properties/spec", AccessPointDecoder.fields),
        Mapping("quickaccess", "/properties/spec", QuickAccessDecoder.fields),
        Mapping("stack", "/properties/metadata", StackDecoder.metadataFields),
        Mapping("stack", "/properties/spec", StackDecoder.fields),
        Mapping("stack", "/properties/spec/properties/safety", StackDecoder.safetyFields),
        Mapping("stack", "/properties/spec/properties/keys", StackDecoder.keysFields),
      ]
  }()

  static func clientKey(_ schema: String, _ spec: String) -> [Mapping] {
    let destination = spec + "/properties/deliverTo/items"
    let password = spec + "/properties/password"
    let rotation = spec + "/properties/rotation"
    return [
      Mapping(schema, spec, ClientKeyDecoder.fields),
      Mapping(schema, rotation, RotationDecoder.fields),
      Mapping(schema, rotation + "/properties/window", RotationDecoder.windowFields),
      Mapping(schema, rotation + "/properties/freeze/items", RotationDecoder.freezeFields),
      Mapping(schema, rotation + "/properties/retire", RotationDecoder.retireFields),
      Mapping(schema, password, PasswordDecoder.fields),
      Mapping(schema, password + "/properties/generate", PasswordDecoder.generateFields),
      Mapping(schema, destination, DestinationDecoder.fields),
      Mapping(schema, destination + "/properties/directory", DestinationDecoder.directoryFields),
      Mapping(schema, destination + "/properties/kmsSecret", DestinationDecoder.secretFields),
      Mapping(schema, destination + "/properties/command", CommandDestinationDecoder.fields),
      Mapping(
        schema, destination + "/properties/command/properties/kubernetes",
        CommandDestinationDecoder.kubernetesFields),
    ]
  }

  @Test(arguments: mappings) func everyMappingHasTheDecodersKeys(_ mapping: Mapping) throws {
    let schema = try JSONValue.schema(mapping.schema)
    let node = try #require(schema[pointer: mapping.pointer])
    #expect(node["properties"]?.keys.sorted() == mapping.fields.names.sorted())
    #expect((node["required"]?.texts ?? []).sorted() == mapping.fields.required.sorted())
    #expect(node["additionalProperties"] == .bool(false))
  }

  /// Every mapping of every schema is compared above: none is left out.
  @Test func noMappingOfASchemaIsWithoutAFieldTable() throws {
    var found: Set<String> = []
    for schema in Set(Self.mappings.map(\.schema)) {
      for pointer in try JSONValue.schema(schema).pointersToMappings(from: "") {
        found.insert("\(schema)#\(pointer)")
      }
    }
    #expect(found == Set(Self.mappings.map(\.testDescription)))
  }

  @Test(arguments: [
    ("networkrule", "/properties/spec/properties/type/enum", NetworkRuleDecoder.types),
    ("policy", "/properties/spec/properties/roles/items/enum", PolicyDecoder.roles),
    (
      "applicationaccesspoint", "/properties/spec/properties/authenticationMethod/enum",
      AccessPointDecoder.methods
    ),
    (
      "clientkey",
      "/properties/spec/properties/deliverTo/items/properties/directory/properties/sdk/items/enum",
      DestinationDecoder.extraWords
    ),
    (
      "clientkey", "/properties/spec/properties/deliverTo/items/properties/parts/items/enum",
      KeyParts.allCases.filter { $0 != .all }.map(\.rawValue)
    ),
    ("stack", "/properties/spec/properties/ownership/enum", StackDecoder.ownershipWords),
    (
      "stack", "/properties/spec/properties/keys/properties/issuedBy/enum",
      StackDecoder.issuerWords
    ),
    (
      "clientkey",
      "/properties/spec/properties/rotation/properties/window/properties/days/items/enum",
      RotationDecoder.days
    ),
    (
      "clientkey",
      "/properties/spec/properties/deliverTo/items/properties/command/properties/stdin/enum",
      CommandDestinationDecoder.inputs
    ),
    (
      "policy", "/properties/metadata/properties/waive/items/enum",
      ManifestCheck.allCases.filter(\.isWaivable).map(\.rawValue).sorted()
    ),
    (
      "manifest", "/properties/kind/enum",
      ManifestKind.allCases.filter { $0 != .stack }.map(\.rawValue)
    ),
  ])
  func wordsAreTheDecoders(_ schema: String, _ pointer: String, _ words: [String]) throws {
    #expect(try JSONValue.schema(schema)[pointer: pointer]?.texts == words)
  }
}

/// JSON as a value, as far as schemas need it.
indirect enum JSONValue: Decodable, Equatable {
  case object([String: JSONValue])
  case list([JSONValue])
  case text(String)
  case bool(Bool)
  case number(Double)
  case null

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  static func schema(_ name: String) throws -> JSONValue {
    let path = "\(PackageRoot.path)/schemas/\(name).schema.json"
    return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: URL(filePath: path)))
  }

  subscript(key: String) -> JSONValue? {
    switch self {
    case .object(let members): members[key]
    case .list(let items): Int(key).flatMap { items.indices.contains($0) ? items[$0] : nil }
    case .text, .bool, .number, .null: nil
    }
  }

  subscript(pointer pointer: String) -> JSONValue? {
    pointer.split(separator: "/").reduce(Optional(self)) { $0?[String($1)] }
  }

  var keys: [String] {
    if case .object(let members) = self { return Array(members.keys) }
    return []
  }

  var texts: [String]? {
    guard case .list(let items) = self else { return nil }
    return items.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// Where mappings are described that allow no other keys.
  func pointersToMappings(from pointer: String) -> [String] {
    switch self {
    case .object(let members):
      let here = members["additionalProperties"] == .bool(false) ? [pointer] : []
      return here + members.flatMap { $1.pointersToMappings(from: "\(pointer)/\($0)") }
    case .list(let items):
      return items.enumerated().flatMap { $1.pointersToMappings(from: "\(pointer)/\($0)") }
    case .text, .bool, .number, .null: return []
    }
  }
}
