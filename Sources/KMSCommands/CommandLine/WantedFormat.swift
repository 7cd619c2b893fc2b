internal import Texts

/// Whether JSON was asked for by a command line that could not be parsed.
enum WantedFormat {
  static func isJSON(_ words: [String], _ context: CommandContext) -> Bool {
    var format = context.setting(nil, "OUTPUT")
    var rest = words.prefix { $0 != "--" }
    while let word = rest.popFirst() {
      if word == "-o" || word == "--output" {
        format = rest.first
      } else if word.begins(with: "--output=") || word.begins(with: "-o=") {
        format = word.parts(at: "=", atMost: 2).last.map(String.init)
      }
    }
    return format == "json"
  }
}
