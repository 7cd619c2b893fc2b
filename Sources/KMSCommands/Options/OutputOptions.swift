internal import ArgumentParser
internal import Rendering

/// How results are printed.
struct OutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  enum Colour: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Option(name: .shortAndLong, help: "How the result is written to stdout: text or json.")
  var output: Format?

  @Option(help: "Colour: auto (on terminals, unless NO_COLOR is set), always or never.")
  var color: Colour?

  @Flag(help: "The same as --color never.")
  var noColor = false

  @Flag(help: "Say more on stderr about what is done.")
  var verbose = false

  func format(_ context: CommandContext) throws -> Format {
    if let output { return output }
    return try Self.word(context.setting(nil, "OUTPUT"), "KMSCTL_OUTPUT") ?? .text
  }

  func isVerbose(_ context: CommandContext) -> Bool { context.isOn(verbose, "VERBOSE") }

  /// Colour and width for one stream, decided here and nowhere else.
  func style(_ stream: Output, _ context: CommandContext) throws -> Style {
    Style(isColoured: try isColoured(stream, context), width: stream.width())
  }

  private func isColoured(_ stream: Output, _ context: CommandContext) throws -> Bool {
    if noColor { return false }
    let wish = try color ?? Self.word(context.setting(nil, "COLOR"), "KMSCTL_COLOR") ?? .auto
    switch wish {
    case .always: return true
    case .never: return false
    case .auto:
      let isUnwanted =
        context.environment["NO_COLOR"]?.isEmpty == false
        || context.isOn(false, "NO_COLOR") || context.environment["TERM"] == "dumb"
      return stream.isTerminal && !isUnwanted
    }
  }

  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String?, _ variable: String
  ) throws -> Word? {
    guard let text else { return nil }
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure(.usage, "\(variable) is '\(text)', expected one of \(words)")
    }
    return word
  }
}
