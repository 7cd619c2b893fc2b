import Diagnostics
import KMSModel
import Texts
import YAMLSource

/// The stack with the places of what later checks may reject.
struct StackDeclaration {
  var spec: StackSpec
  var regionPlace: SourceLocation?
  /// The entries of `manifests`; the default has the place of the spec.
  var manifestPaths: [Located<String>]
  /// The entries of `ignore`.
  var ignore: [Located<String>]
}

/// Decodes `kind: Stack`.
enum StackDecoder {
  static let metadataFields = FieldTable(required: ["name", "uid"])
  static let fields = FieldTable(
    required: ["account", "region"],
    optional: ["manifests", "ownership", "external", "ignore", "safety", "keys"])
  static let safetyFields = FieldTable(
    optional: ["maxDeletes", "maxChangePercent", "minExisting"])
  static let keysFields = FieldTable(optional: ["maxIssuesPerRun", "issuedBy"])
  static let issuerWords = StackSpec.KeySettings.Issuer.allCases.map(\.rawValue)
  static let ownershipWords = [StackSpec.OwnershipMode.marker, .none].map(\.rawValue)
  /// Where manifests lie when the stack does not say.
  static let standardManifests = "manifests/"
  static let maximumOwnerLength = 63
  static let countRange = 0...1_000_000

  /// The stack, as far as it could be read.
  static func decode(_ document: YAMLNode, _ problems: inout Problems) -> StackDeclaration? {
    guard
      let reader = MappingReader(
        document, "the document", DocumentDecoder.fields, &problems)
    else { return nil }
    let owner = readOwner(reader.node("metadata"), &problems)
    guard let node = reader.node("spec"),
      let spec = MappingReader(node, "'spec'", fields, &problems)
    else { return nil }
    let account = spec.text("account", &problems)
    if let account { checkAccount(account, &problems) }
    let region = spec.text("region", &problems)
    if let region { checkRegion(region, &problems) }
    let ownership = spec.word("ownership", of: ownershipWords, &problems)
    let paths =
      spec.has("manifests")
      ? spec.texts("manifests", of: "paths", &problems) ?? []
      : [Located(standardManifests, at: node.location)]
    let usable = paths.filter { PathCheck.check($0, "an entry of 'manifests'", &problems) }
    let external = ExternalEntries(readPatterns("external", spec, &problems), &problems)
    let ignore = readPatterns("ignore", spec, &problems)
    let stack = StackSpec(
      owner: owner, account: account?.value ?? "", region: region?.value ?? "",
      manifestPaths: paths.map(\.value),
      ownership: ownership.flatMap { .init(rawValue: $0.value) } ?? .marker,
      external: AddressPatternList(external.patterns), acceptedKeys: external.acceptedKeys,
      ignore: AddressPatternList(ignore.map(\.value)), safety: readSafety(spec, &problems),
      keys: readKeys(spec, &problems))
    return StackDeclaration(
      spec: stack, regionPlace: region?.location, manifestPaths: usable, ignore: ignore)
  }

  /// Reports a stack name or uid that a marker could not carry.
  static func checkOwnerPart(
    _ text: Located<String>, _ title: String, _ problems: inout Problems
  ) {
    guard
      text.value.utf8.count > maximumOwnerLength || text.value.holds(".")
        || !ManifestMetadata.hasNameCharacters(text.value)
    else { return }
    problems.report(
      .invalidOwner,
      "\(title) is '\(text.value)', expected 1 to \(maximumOwnerLength) letters, digits, '_'"
        + " and '-'",
      at: text.location)
  }

  private static func readOwner(_ node: YAMLNode?, _ problems: inout Problems) -> Owner {
    let reader = node.flatMap { MappingReader($0, "'metadata'", metadataFields, &problems) }
    let name = reader?.text("name", &problems)
    let uid = reader?.text("uid", &problems)
    if let name { checkOwnerPart(name, "'name'", &problems) }
    if let uid { checkOwnerPart(uid, "'uid'", &problems) }
    return Owner(stack: name?.value ?? "", uid: uid?.value ?? "")
  }

  /// Reports what is no account id, and what is an unusual one.
  static func checkAccount(_ text: Located<String>, _ problems: inout Problems) {
    let count = text.value.utf8.count
    guard AllowedBytes.consists(text.value, of: AllowedBytes.digits), count <= 32 else {
      return problems.report(
        .invalidAccount, "account '\(text.value)' is no account id, expected digits only",
        at: text.location, note: "'kmsctl whoami' shows the account of your credentials")
    }
    guard count != 16 else { return }
    problems.report(
      .unusualAccount, "account '\(text.value)' has \(count) digits, account ids have 16",
      at: text.location, note: "'kmsctl whoami' shows the account of your credentials")
  }

  /// Reports what is no region, and what is an unknown one.
  static func checkRegion(_ text: Located<String>, _ problems: inout Problems) {
    guard Region.isPlausible(text.value) else {
      return problems.report(
        .invalidRegion, "'\(text.value)' is no region, expected one such as 'cn-hangzhou'",
        at: text.location)
    }
    guard !Region.known.contains(text.value) else { return }
    let near = Suggestion.nearest(to: text.value, in: Region.known)
    problems.report(
      .unknownRegion, "region '\(text.value)' is not known to this version", at: text.location,
      note: near.map { "did you mean '\($0)'?" })
  }

  private static func readPatterns(
    _ key: String, _ reader: MappingReader, _ problems: inout Problems
  ) -> [Located<String>] {
    // Nothing is open when these lists are empty, so they may be.
    if case .sequence(let items)? = reader.node(key)?.content, items.isEmpty { return [] }
    let patterns = (reader.texts(key, of: "addresses", &problems) ?? []).filter { text in
      guard let fault = AddressPatternList.fault(in: text.value) else { return true }
      let isAddress = ResourceID(parsing: text.value) != nil
      problems.report(
        .invalidPattern,
        "'\(text.value)' is no address pattern\(isAddress ? ": \(fault)" : ""), expected one such as"
          + " 'networkrule/shared-*'",
        at: text.location,
        note: isAddress
          ? nil : "the kinds are networkrule, policy, applicationaccesspoint (or aap) and clientkey"
      )
      return false
    }
    let wild = patterns.filter { AddressPatternList.hasWildcard($0.value) }
    if wild.count > AddressPatternList.maximumWildcards {
      problems.report(
        .invalidPattern,
        "'\(key)' has \(wild.count) patterns with '*' or '?', expected at most"
          + " \(AddressPatternList.maximumWildcards)",
        at: wild[AddressPatternList.maximumWildcards].location,
        note: "combine them; addresses without '*' and '?' may be any number")
      return Array(patterns.prefix(0))
    }
    return patterns
  }

  private static func readSafety(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> StackSpec.Safety {
    var safety = StackSpec.Safety()
    guard let nested = reader.mapping("safety", safetyFields, &problems) else { return safety }
    if let number = nested.integer("maxDeletes", in: countRange, &problems) {
      safety.maximumDeletes = number
    }
    if let number = nested.integer("maxChangePercent", in: 0...100, &problems) {
      safety.maximumChangePercent = number
    }
    if let number = nested.integer("minExisting", in: countRange, &problems) {
      safety.minimumExisting = number
    }
    return safety
  }
  private static func readKeys(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> StackSpec.KeySettings {
    var keys = StackSpec.KeySettings()
    guard let nested = reader.mapping("keys", keysFields, &problems) else { return keys }
    keys.maximumIssuesPerRun = nested.integer("maxIssuesPerRun", in: 1...1_000_000, &problems)
    if let word = nested.word("issuedBy", of: issuerWords, &problems) {
      keys.issuedBy = .init(rawValue: word.value) ?? .apply
    }
    return keys
  }
}
