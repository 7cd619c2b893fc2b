/// Whether JSON was asked for by a command line that could not be parsed.
enum WantedFormat {
  static func isJSON(_ words: [String], _ context: CommandContext) -> Bool {
    var format = context.setting(nil, "OUTPUT")
    var rest = words.prefix { $0 != "--" }
    while let word = rest.popFirst() {
      if word == "-o" || word == "--output" {
        format = rest.first
      } else if word.hasPrefix("--output=") || word.hasPrefix("-o=") {
        format = word.split(separator: "=", maxSplits: 1).last.map(String.init)
      }
    }
    return format == "json"
  }
}
