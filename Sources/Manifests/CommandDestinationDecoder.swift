import Diagnostics
import KMSModel
import YAMLSource

/// Decodes the destination `command`.
enum CommandDestinationDecoder {
  static let fields = FieldTable(
    required: ["run"], optional: ["stdin", "check", "timeout", "kubernetes"])
  static let kubernetesFields = FieldTable(required: ["name"], optional: ["namespace"])
  static let inputs = CommandSpec.Input.allCases.map(\.rawValue)
  /// Below the time for which a run holds an issue (`RunClaim.term`): nobody may take it over while a
  /// program still stores a key.
  static let longestTimeout = TimeSpan(10, .minutes)

  /// The command; nothing when it could not be read.
  static func decode(_ reader: MappingReader, _ problems: inout Problems) -> CommandSpec? {
    let run = ProgramWords.read(reader, "run", &problems)
    let check = ProgramWords.read(reader, "check", &problems)
    let input =
      reader.word("stdin", of: inputs, &problems).flatMap { CommandSpec.Input(rawValue: $0.value) }
      ?? .json
    let timeout = reader.text("timeout", &problems).flatMap { readTimeout($0, &problems) }
    let kubernetes = reader.mapping("kubernetes", kubernetesFields, &problems)
    let name = kubernetes.flatMap { readName($0, &problems) }
    if input == .kubernetesSecret, !reader.has("kubernetes") {
      problems.report(
        .missingKey, "'command' has no 'kubernetes', expected the name of the secret",
        at: reader.location, note: "for example 'kubernetes: {name: payments-kms}'")
    } else if input != .kubernetesSecret, let kubernetes {
      problems.report(
        .unknownKey, "'kubernetes' has no meaning with 'stdin: \(input.rawValue)'",
        at: kubernetes.location, note: "it names the secret of 'stdin: kubernetesSecret'")
      return nil
    }
    guard let run else { return nil }
    return CommandSpec(
      run: run, input: input, check: check ?? [], timeout: timeout ?? CommandSpec.standardTimeout,
      kubernetes: name)
  }

  private static func readTimeout(
    _ text: Located<String>, _ problems: inout Problems
  ) -> TimeSpan? {
    guard let span = TimeSpan(parsing: text.value), span.count > 0,
      [.seconds, .minutes, .hours].contains(span.unit)
    else {
      problems.report(
        .invalidDuration,
        "'\(text.value)' is no time limit, expected a whole number and one of s, m, h",
        at: text.location, note: "for example '30s' or '5m'; 'm' is minutes")
      return nil
    }
    guard span.nominalSeconds <= longestTimeout.nominalSeconds else {
      problems.report(
        .outOfRange, "'timeout' is \(span), expected at most \(longestTimeout)", at: text.location)
      return nil
    }
    return span
  }

  private static func readName(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> KubernetesName? {
    let name = reader.text("name", &problems)
    let namespace = reader.text("namespace", &problems)
    if let name { checkName(name, "name", longest: 253, isDotted: true, &problems) }
    if let namespace { checkName(namespace, "namespace", longest: 63, isDotted: false, &problems) }
    return name.map { KubernetesName(name: $0.value, namespace: namespace?.value) }
  }

  /// Kubernetes' own rule: RFC 1123 labels, dotted for objects.
  private static func checkName(
    _ text: Located<String>, _ key: String, longest: Int, isDotted: Bool,
    _ problems: inout Problems
  ) {
    let labels = text.value.utf8.split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let dash = UInt8(ascii: "-")
    let isName =
      text.value.utf8.count <= longest && (isDotted || labels.count == 1)
      && labels.allSatisfy { label in
        guard let first = label.first, let last = label.last, first != dash, last != dash else {
          return false
        }
        return label.allSatisfy {
          AllowedBytes.lowerCaseLetters.contains($0) || AllowedBytes.digits.contains($0)
            || $0 == dash
        }
      }
    guard !isName else { return }
    problems.report(
      .invalidName,
      "'\(text.value)' is no \(key) of Kubernetes, expected lower case letters,"
        + " digits and '-'\(isDotted ? ", in parts with dots between" : "")",
      at: text.location)
  }
}
