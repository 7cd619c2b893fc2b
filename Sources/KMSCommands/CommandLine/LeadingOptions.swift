internal import Texts

/// Options in front of the verb, as Git and Terraform take them: `kmsctl -C envs/prod plan`.
enum LeadingOptions {
  /// The same command line with those options behind the verb; what is not understood stays as it
  /// is, for the parser to refuse.
  static func moved(_ words: [String]) -> [String] {
    guard words.first?.begins(with: "-") == true, let catalog = CommandCatalog() else {
      return words
    }
    var rest = words[...]
    var options: [String] = []
    while let word = rest.first, word.begins(with: "-") {
      let name = word.parts(at: "=", atMost: 2).first.map(String.init) ?? word
      guard !parserOptions.contains(name), let argument = catalog.argument(named: name) else {
        return words
      }
      options.append(rest.removeFirst())
      guard argument.takesValue, name == word else { continue }
      guard let value = rest.popFirst() else { return words }
      options.append(value)
    }
    guard !rest.isEmpty else { return words }
    let verb = max(catalog.command(of: rest).path.count, 1)
    return rest.prefix(verb) + options + rest.dropFirst(verb)
  }

  /// What the program itself takes.
  private static let parserOptions: Set<String> = ["-h", "--help", "--version"]
}
