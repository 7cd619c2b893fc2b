internal import ArgumentParser
internal import Cryptography
internal import CurlTransport
internal import KMSModel
internal import Rendering
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
    let libraries = [
      ("libcurl", CurlLibrary.version), ("libyaml", YAMLLibrary.version),
      ("libcrypto", CryptographyLibrary.version),
    ]
    switch try output.format(context) {
    case .text:
      let lines = output.isVerbose(context) ? libraries.map { "\($0.0): \($0.1)\n" } : []
      context.out.write("kmsctl \(ToolVersion.current)\n" + lines.joined())
    case .json:
      let versions = Dictionary(libraries.map { ($0.0, $0.1) }) { $1 }
      let document = VersionDocument(version: ToolVersion.current, libraries: versions)
      context.out.write(try ResultJSON("version").render(document))
    }
    return .success
  }

  private struct VersionDocument: Encodable {
    var version: String
    var libraries: [String: String]
  }
}
