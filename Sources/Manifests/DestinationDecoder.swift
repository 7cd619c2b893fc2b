import Diagnostics
import KMSModel
import YAMLSource

/// Decodes `deliverTo`: a list of mappings, each with one kind of destination and, perhaps, `parts`.
///
/// Each kind has a file of its own.
enum DestinationDecoder {
  static let kinds = ["directory", "command", "kmsSecret"]
  static let fields = FieldTable(optional: kinds + ["parts"])

  /// The destinations that could be read.
  static func decode(_ reader: MappingReader, _ problems: inout Problems) -> [DestinationSpec] {
    let note = "a key that is delivered nowhere is lost"
    let items =
      reader.items("deliverTo", of: "destinations", emptyNote: note, &problems) ?? []
    var destinations: [Located<DestinationSpec>] = []
    var isComplete = true
    for item in items {
      if let destination = decode(item, &problems) {
        destinations.append(Located(destination, at: item.location))
      } else {
        isComplete = false
      }
    }
    let kept = withoutRepeats(destinations, &problems)
    // Of what could not be read nobody knows which half it was for.
    if isComplete { checkHalves(kept, reader, &problems) }
    return kept
  }

  private static func decode(
    _ node: YAMLNode, _ problems: inout Problems
  ) -> DestinationSpec? {
    let title = "an entry of 'deliverTo'"
    guard case .mapping(let pairs) = node.content else {
      problems.reportType(node, title, expected: "a mapping with one key, such as 'directory'")
      return nil
    }
    let others = Set(pairs.map(\.name)).subtracting(["parts"])
    guard others.count == 1 else {
      problems.report(
        .wrongType,
        others.isEmpty
          ? "\(title) has no kind of destination, expected one such as 'directory'"
          : "\(title) has \(others.count) keys, expected one such as 'directory'",
        at: node.location,
        note: others.isEmpty ? nil : "each destination starts with its own '-'")
      return nil
    }
    guard let reader = MappingReader(node, title, fields, &problems) else { return nil }
    let place =
      readDirectory(reader, &problems) ?? readCommand(reader, &problems)
      ?? readSecret(reader, &problems)
    let parts = reader.has("parts") ? readParts(reader, &problems) : .all
    guard let place, let parts else { return nil }
    return DestinationSpec(place, parts: parts)
  }

  private static func readCommand(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> DestinationSpec.Place? {
    reader.mapping("command", CommandDestinationDecoder.fields, &problems)
      .flatMap { CommandDestinationDecoder.decode($0, &problems) }.map { .command($0) }
  }

  private static func readParts(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> KeyParts? {
    let words = [KeyParts.key, .password].map(\.rawValue)
    guard let texts = reader.texts("parts", of: "halves", &problems) else { return nil }
    let halves = texts.filter {
      ValueReader.check($0, "an entry of 'parts'", isOneOf: words, &problems)
    }
    guard halves.count == texts.count, let first = halves.first else { return nil }
    return halves.count == words.count ? .all : KeyParts(rawValue: first.value)
  }

  /// The first entry for each place; the same place again is a slip, with other halves an error.
  private static func withoutRepeats(
    _ destinations: [Located<DestinationSpec>], _ problems: inout Problems
  ) -> [DestinationSpec] {
    var first: [String: Located<DestinationSpec>] = [:]
    return destinations.compactMap { destination in
      let place = PlaceName(destination.value)
      guard let place else { return destination.value }
      guard let other = first[place.key] else {
        first[place.key] = destination
        return destination.value
      }
      let isSame = other.value.parts == destination.value.parts
      problems.report(
        isSame ? .duplicateEntry : .splitHalves,
        "\(place.title) stands twice in 'deliverTo'" + (isSame ? "" : ", with different 'parts'"),
        at: destination.location,
        notes: [Diagnostic.Note("it stands here already", at: other.location)])
      return nil
    }
  }

  private static func checkHalves(
    _ destinations: [DestinationSpec], _ reader: MappingReader, _ problems: inout Problems
  ) {
    guard !destinations.isEmpty else { return }
    let place = reader.node("deliverTo")?.location
    let note = "a client key is of use only with both halves"
    if !destinations.contains(where: \.parts.includesPassword) {
      problems.report(.missingHalf, "the password is delivered nowhere", at: place, note: note)
    }
    if !destinations.contains(where: \.parts.includesKey) {
      problems.report(.missingHalf, "the key file is delivered nowhere", at: place, note: note)
    }
  }
}

/// What tells a place from every other one in the manifests, and its name for people.
struct PlaceName {
  let key: String
  let title: String
  /// The check that two access points with this place fail.
  let sharing: ManifestCheck

  /// Nothing for a program: two may well be run alike.
  init?(_ destination: DestinationSpec) {
    switch destination.place {
    case .directory(let directory):
      key = "directory \(PathText.normalized(directory.path))"
      title = "directory '\(directory.path)'"
      sharing = .sharedDirectory
    case .secret(let secret):
      key = "secret \(secret.name)"
      title = "secret '\(secret.name)'"
      sharing = .sharedSecret
    case .command:
      return nil
    }
  }
}
