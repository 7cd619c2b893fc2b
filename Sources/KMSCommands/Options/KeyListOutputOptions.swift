internal import ArgumentParser
internal import Rendering

/// How `kmsctl key list` writes its report; two formats more than everywhere else.
struct KeyListOutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, junit, prometheus
  }

  @Option(
    name: .shortAndLong,
    help: "How the result is written to stdout: text, json, junit or prometheus.")
  var output: Format?

  @Option(help: "Colour: auto (on terminals, unless NO_COLOR is set), always or never.")
  var color: OutputOptions.Colour?

  @Flag(help: "The same as --color never.")
  var noColor = false

  @Flag(help: "Say more on stderr about what is done.")
  var verbose = false

  func format(_ context: CommandContext) throws -> Format {
    if let output { return output }
    guard let text = context.setting(nil, "OUTPUT") else { return .text }
    guard let format = Format(rawValue: text) else {
      let words = Format.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure(.usage, "KMSCTL_OUTPUT is '\(text)', expected one of \(words)")
    }
    return format
  }

  /// What everything around a report of this format uses: JSON where it is, text otherwise.
  func common(_ format: Format?) -> OutputOptions {
    var options = OutputOptions()
    options.output = format.map { $0 == .json ? .json : .text }
    options.color = color
    options.noColor = noColor
    options.verbose = verbose
    return options
  }
}
