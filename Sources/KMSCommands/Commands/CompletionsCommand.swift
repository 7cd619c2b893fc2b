internal import ArgumentParser
internal import Rendering

/// `kmsctl completions`.
struct CompletionsCommand: ContextCommand {
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
  }

  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print a completion script for a shell.",
    discussion: """
      Examples:
        kmsctl completions bash > /etc/bash_completion.d/kmsctl
        kmsctl completions zsh > ~/.zsh/completions/_kmsctl
        kmsctl completions fish > ~/.config/fish/completions/kmsctl.fish
      """)

  @Argument(help: "The shell: bash, zsh or fish.")
  var shell: Shell

  @OptionGroup var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let completionShell: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    let script = Kmsctl.completionScript(for: completionShell) + "\n"
    switch try output.format(context) {
    case .text: context.out.write(script)
    case .json:
      let result = ["shell": shell.rawValue, "script": script]
      context.out.write(try ResultJSON("completions").render(result))
    }
    return .success
  }
}
