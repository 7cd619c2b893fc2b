import Diagnostics
import KMSModel
import YAMLSource

/// `metadata` of every kind but the stack.
struct ManifestMetadata {
  var name: Located<String>?
  var description = ""
  var descriptionPlace: SourceLocation?
  var adoption = Adoption.ifEqual
  var isProtected = false
  var waivers: Set<ManifestCheck> = []

  static let fields = FieldTable(
    required: ["name"], optional: ["description", "adopt", "protected", "waive"])
  /// A client key has no marker of its own: what adopts and protects it is its access point.
  static let clientKeyFields = FieldTable(required: ["name"], optional: ["description", "waive"])
  static let adoptFields = FieldTable(required: ["fromStack"])

  /// The names the service is taken to accept; inferred (kms-api §1).
  static let maximumNameLength = 192
  private static let standInSuffix = ".kmsctl-"

  init(_ node: YAMLNode?, _ table: FieldTable, _ problems: inout Problems) {
    guard let reader = node.flatMap({ MappingReader($0, "'metadata'", table, &problems) }) else {
      return
    }
    name = reader.text("name", &problems)
    if let name { Self.check(name, &problems) }
    readDescription(reader, &problems)
    if reader.has("waive") { readWaivers(reader, &problems) }
    if table.names.contains("adopt") {  // text: a list of names
      readAdoption(reader.node("adopt"), &problems)
      isProtected =
        reader.node("protected").flatMap { ValueReader.boolean($0, "'protected'", &problems) }
        ?? false
    }
  }

  /// Whether a text consists of letters, digits, `_`, `.` and `-`.
  static func hasNameCharacters(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }

  private static func check(_ name: Located<String>, _ problems: inout Problems) {
    let length = name.value.unicodeScalars.count
    guard length <= maximumNameLength else {
      return problems.report(
        .invalidName, "the name has \(length) characters, expected at most \(maximumNameLength)",
        at: name.location)
    }
    guard hasNameCharacters(name.value) else {
      return problems.report(
        .invalidName,
        "the name '\(name.value)' has other characters than letters, digits, '_', '.' and '-'",
        at: name.location)
    }
    let bytes = name.value.utf8.suffix(standInSuffix.utf8.count + 8)
    guard bytes.count == standInSuffix.utf8.count + 8,
      bytes.starts(with: standInSuffix.utf8),
      bytes.suffix(8).allSatisfy({ "0123456789abcdef".utf8.contains($0) })
    else { return }
    problems.report(
      .reservedName, "the name '\(name.value)' has the form of a stand-in", at: name.location,
      note: "names that end in '.kmsctl-' and eight hex digits are made during a replacement")
  }

  private mutating func readDescription(_ reader: MappingReader, _ problems: inout Problems) {
    guard let node = reader.node("description") else { return }
    guard case .scalar(let text, _) = node.content else {
      return problems.reportType(node, "'description'", expected: "a text")
    }
    descriptionPlace = node.location
    // A live description comes back without blanks around it, so they cannot be kept.
    description = node.isNull ? "" : MarkerText.canonical(text)
    guard let fault = DescriptionText.fault(in: description) else { return }
    problems.report(
      .reservedDescription, "the description holds \(fault)", at: node.location,
      note: "remove it; kmsctl keeps the marker itself")
  }

  private mutating func readAdoption(_ node: YAMLNode?, _ problems: inout Problems) {
    guard let node else { return }
    if case .mapping = node.content {
      let reader = MappingReader(node, "'adopt'", Self.adoptFields, &problems)
      guard let stack = reader?.text("fromStack", &problems) else { return }
      StackDecoder.checkOwnerPart(stack, "'fromStack'", &problems)
      adoption = .fromStack(stack.value)
    } else if case .scalar(let text, isPlain: true) = node.content,
      ["true", "false"].contains(text)
    {
      adoption = text == "true" ? .always : .ifEqual
    } else {
      problems.reportType(
        node, "'adopt'", expected: "'true', 'false' or a mapping with 'fromStack'")
    }
  }

  private mutating func readWaivers(_ reader: MappingReader, _ problems: inout Problems) {
    let waivable = ManifestCheck.allCases.filter(\.isWaivable).map(\.rawValue)
    for code in reader.texts("waive", of: "diagnostic codes", &problems) ?? [] {
      guard let check = ManifestCheck(rawValue: code.value), check.isWaivable else {
        let near = Suggestion.nearest(to: code.value, in: waivable)
        problems.report(
          .notWaivable, "'\(code.value)' is no check that can be waived", at: code.location,
          note: near.map { "did you mean '\($0)'?" }
            ?? "docs/diagnostics.md says which checks can be waived")
        continue
      }
      waivers.insert(check)
    }
  }
}

extension ManifestMetadata {
  /// The object of a manifest, once its spec is read.
  func object<Spec>(
    _ spec: Spec, name: Located<String>, places: [String: SourceLocation]
  ) -> DesiredObject<Spec> {
    var places = places
    places["description"] = descriptionPlace
    return DesiredObject(
      name: name.value, description: description, spec: spec, adoption: adoption,
      isProtected: isProtected, place: name.location, fieldPlaces: places)
  }
}
