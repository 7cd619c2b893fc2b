internal import ArgumentParser
internal import Cryptography
internal import CurlTransport
internal import KMSModel
internal import YAMLSource

/// `kmsctl version`.
struct VersionCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "version",
    abstract: "Print the version.",
    discussion: """
      Examples:
        kmsctl version
        kmsctl version --verbose     also the libraries in use
      """)

  @OptionGroup var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    context.out.write("kmsctl \(ToolVersion.current)\n")
    guard output.isVerbose(context) else { return .success }
    context.out.write("libcurl: \(CurlLibrary.version)\n")
    context.out.write("libyaml: \(YAMLLibrary.version)\n")
    context.out.write("libcrypto: \(CryptographyLibrary.version)\n")
    return .success
  }
}
