internal import ArgumentParser
internal import FoundationEssentials

/// The commands and options there are, as the parser describes itself.
struct CommandCatalog: Decodable, Sendable {
  /// A command with what stands below it.
  struct Command: Decodable, Sendable {
    var commandName: String
    var subcommands: [Command]?
    var arguments: [Argument]?
  }

  /// An option, a flag or a place for a word.
  struct Argument: Decodable, Sendable {
    struct Name: Decodable, Sendable {
      var kind: String
      var name: String

      /// As it is typed: `-o`, `--output`.
      var typed: String { (kind == "long" ? "--" : "-") + name }
    }

    var kind: String
    var names: [Name]?

    var takesValue: Bool { kind == "option" }
  }

  private var command: Command

  /// kmsctl's own; nothing if the parser ever described itself in other words.
  init?() {
    let text = Kmsctl._dumpHelp()
    guard let value = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else {
      return nil
    }
    self = value
  }

  private enum CodingKeys: String, CodingKey {
    case command
  }

  /// The command that the first words of a command line name, and how many words those are.
  func command(of words: some Collection<String>) -> (command: Command, path: [String]) {
    var found = command
    var path: [String] = []
    for word in words {
      guard let next = found.subcommands?.first(where: { $0.commandName == word }) else { break }
      found = next
      path.append(word)
    }
    return (found, path)
  }

  /// The option of this name, of whichever command.
  func argument(named name: String) -> Argument? {
    var rest = [command]
    while let next = rest.popLast() {
      let found = next.arguments?.first { $0.names?.contains { $0.typed == name } == true }
      if let found { return found }
      rest += next.subcommands ?? []
    }
    return nil
  }
}

extension CommandCatalog.Command {
  /// The names of the commands below, without the parser's own `help`.
  var names: [String] {
    (subcommands ?? []).map(\.commandName).filter { $0 != "help" }
  }

  /// The long names of its options.
  var longOptions: [String] {
    (arguments ?? []).flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map(\.typed)
  }
}
