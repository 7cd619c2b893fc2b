import Diagnostics
import KMSModel
import YAMLSource

/// Decodes a client key: `kind: ClientKey`, `clientKey` of an access point, or a quick access.
enum ClientKeyDecoder {
  static let fields = FieldTable(
    required: ["deliverTo"], optional: ["validity", "rotation", "password", "instance"])

  /// How long a key lives when the manifest does not say.
  static let standardValidity = TimeSpan(365, .days)
  /// Stands for a key whose manifest could not be read; never leaves the loader.
  static let unreadable = ClientKeySpec(
    validity: standardValidity, rotation: .standard, password: .standard, destinations: [])

  /// The key of a document of its own, as far as it could be read.
  static func decode(
    _ node: YAMLNode, _ metadata: ManifestMetadata, _ problems: inout Problems
  ) -> Declaration<ClientKeySpec>? {
    let reader = MappingReader(node, "'spec'", fields, &problems)
    let spec = reader.map { read($0, &problems) } ?? unreadable
    guard let name = metadata.name else { return nil }
    let object = DesiredObject(
      name: name.value, spec: spec, place: name.location, fieldPlaces: reader?.places ?? [:])
    return Declaration(object: object, source: .clientKey, waivers: metadata.waivers)
  }

  /// The key's own fields; the reader's table holds at least those of `fields`.
  ///
  /// A quick access has an `instance` of its own, which its policy names already.
  static func read(
    _ reader: MappingReader, namesInstance: Bool = true, _ problems: inout Problems
  ) -> ClientKeySpec {
    let validity = readValidity(reader, &problems)
    let rotation = RotationDecoder.decode(reader, &problems)
    RotationCheck(validity: validity, rotation: rotation).run(&problems)
    return ClientKeySpec(
      validity: validity.value,
      rotation: rotation.spec,
      password: reader.node("password").map { PasswordDecoder.decode($0, &problems) } ?? .standard,
      destinations: DestinationDecoder.decode(reader, &problems),
      instance: namesInstance ? readInstance(reader, &problems) : nil)
  }

  private static func readInstance(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> String? {
    guard let text = reader.text("instance", &problems) else { return nil }
    checkInstance(text, &problems)
    return text.value
  }

  /// Reports what is no instance's id.
  static func checkInstance(_ text: Located<String>, _ problems: inout Problems) {
    guard !PolicyDecoder.isInstance(text.value) else { return }
    problems.report(
      .invalidScope, "'\(text.value)' is no instance id, expected one such as 'kst-…'",
      at: text.location)
  }

  private static func readValidity(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> RotationCheck.Field<TimeSpan> {
    guard let text = reader.text("validity", &problems) else {
      return .init(value: standardValidity, place: nil)
    }
    guard let span = DurationText.read(text, &problems) else {
      return .init(value: standardValidity, place: nil)
    }
    let maximum = ClientKeySpec.maximumValidity
    if span.nominalSeconds > maximum.nominalSeconds {
      problems.report(
        .validityTooLong,
        "validity '\(span)' is longer than a client key can live, expected at most '\(maximum)'",
        at: text.location)
    }
    return .init(value: span, place: text.location)
  }
}
