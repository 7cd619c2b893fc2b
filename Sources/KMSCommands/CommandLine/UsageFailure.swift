internal import Manifests
internal import Texts

/// A command line that the parser refused, in kmsctl's own words and with a next step.
struct UsageFailure {
  private let message: String
  private let words: [String]
  private let catalog: CommandCatalog?

  /// `message` is the parser's; `words` are the command line.
  init(_ message: String, words: [String], catalog: CommandCatalog? = CommandCatalog()) {
    self.message = message
    self.words = words
    self.catalog = catalog
  }

  var failure: CommandFailure {
    let (command, path) = catalog?.command(of: words) ?? (nil, [])
    let program = (["kmsctl"] + path).joined(separator: " ")
    let help = "'\(program) --help' shows what there is"
    if let command, command.subcommands != nil, words.count > path.count,
      !words[path.count].begins(with: "-")
    {
      let word = words[path.count]
      return CommandFailure(
        .usage, "'\(program)' has no command '\(word)'",
        nextStep: commandHint(word, command, path) ?? help)
    }
    if let option = unknownOption {
      return CommandFailure(
        .usage, "'\(program)' has no option '\(option)'",
        nextStep: optionHint(option, command, path) ?? help)
    }
    return CommandFailure(.usage, Self.sentence(message), nextStep: help)
  }

  private func commandHint(
    _ word: String, _ command: CommandCatalog.Command, _ path: [String]
  ) -> String? {
    if path.isEmpty, let hint = ForeignWords.commands[word.lowercased()] { return hint }
    let names = command.names.filter {
      !Consent.isNeeded(for: (path + [$0]).joined(separator: " "))
    }
    return Suggestion.nearest(to: word, in: names).map {
      "did you mean '\((["kmsctl"] + path + [$0]).joined(separator: " "))'?"
    }
  }

  private func optionHint(
    _ option: String, _ command: CommandCatalog.Command?, _ path: [String]
  ) -> String? {
    let word = "--" + String(option.unicodeScalars.drop { $0 == "-" }).lowercased()
    guard !Consent.isGiven(by: word) else { return nil }
    if let hint = ForeignWords.options[word] { return hint }
    let names = (command?.longOptions ?? []).filter { !Consent.isGiven(by: $0) }
    let near = names.contains(word) ? word : Suggestion.nearest(to: word, in: names)
    return near.map { "did you mean '\($0)'?" }
  }

  /// The option that the parser did not know; `-auto-approve` is one, not a bundle of letters.
  private var unknownOption: String? {
    let prefix = "Unknown option '"
    return message.rest(after: prefix)?.parts(at: "'").first.map(String.init)
  }

  /// One line, lower case, without a full stop.
  private static func sentence(_ message: String) -> String {
    var text = message.parts(at: "\n").joined(separator: " ")
      .replacing(text: ". Please provide one of", by: ", expected one of")
    while let shorter = text.rest(before: ".") { text = String(shorter) }
    // A name in capitals at the start stays one.
    let scalars = text.unicodeScalars
    let second = scalars.dropFirst().first
    guard let first = scalars.first, second?.properties.isUppercase != true else { return text }
    return first.properties.lowercaseMapping + String(scalars.dropFirst())
  }
}
