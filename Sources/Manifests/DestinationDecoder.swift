import Diagnostics
import KMSModel
import YAMLSource

/// Decodes `deliverTo`: a list of mappings with one key each, the kind of destination.
enum DestinationDecoder {
  static let fields = FieldTable(
    optional: ["directory", "command"],
    reserved: [
      "kmsSecret": "destination 'kmsSecret' is not available in this version, expected 'directory'"
    ])
  static let directoryFields = FieldTable(required: ["path"], optional: ["ephemeral"])
  static let ephemeralWords = ["accepted"]

  /// The destinations that could be read.
  static func decode(_ reader: MappingReader, _ problems: inout Problems) -> [DestinationSpec] {
    let note = "a key that is delivered nowhere is lost"
    let items =
      reader.items("deliverTo", of: "destinations", emptyNote: note, &problems) ?? []
    var first: [String: SourceLocation] = [:]
    return items.compactMap { item in
      guard let destination = decode(item, &problems) else { return nil }
      switch destination.place {
      case .directory(let directory):
        let place = PathText.normalized(directory.path)
        if let other = first[place] {
          problems.report(
            .duplicateEntry, "directory '\(directory.path)' stands twice in 'deliverTo'",
            at: item.location,
            notes: [Diagnostic.Note("it stands here already", at: other)])
          return nil
        }
        first[place] = item.location
      case .command, .secret: break
      }
      return destination
    }
  }

  private static func decode(
    _ node: YAMLNode, _ problems: inout Problems
  ) -> DestinationSpec? {
    let title = "an entry of 'deliverTo'"
    guard case .mapping(let pairs) = node.content else {
      problems.reportType(node, title, expected: "a mapping with one key, such as 'directory'")
      return nil
    }
    guard pairs.count == 1 else {
      problems.report(
        .wrongType, "\(title) has \(pairs.count) keys, expected one such as 'directory'",
        at: node.location, note: "each destination starts with its own '-'")
      return nil
    }
    guard let reader = MappingReader(node, title, fields, &problems) else { return nil }
    if let command = reader.mapping("command", CommandDestinationDecoder.fields, &problems) {
      return CommandDestinationDecoder.decode(command, &problems).map {
        DestinationSpec(.command($0))
      }
    }
    guard let directory = reader.mapping("directory", directoryFields, &problems),
      let path = directory.text("path", &problems)
    else { return nil }
    let ephemeral = directory.word("ephemeral", of: ephemeralWords, &problems)
    return .directory(path: path.value, isEphemeralAccepted: ephemeral != nil)
  }
}
