internal import ArgumentParser
internal import KMSModel
internal import Rendering

/// `kmsctl whoami`.
struct WhoamiCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami",
    abstract: "Tell which credentials are used, where they come from and whose they are.",
    discussion: """
      Asks STS, and nothing of KMS. Inside a stack it also says whether the account is the one \
      the stack is for.

      Examples:
        kmsctl whoami
        kmsctl whoami --profile production --region cn-hangzhou
        kmsctl whoami --sandbox
      """)

  @OptionGroup var stack: StackOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let location = try? StackLocation(stack, context)
    let loaded = try location.map { try LoadedStack($0, paths: []) }
    let spec = loaded?.spec
    let opener = ConnectionOpener(
      context: context, options: connection, regionPlace: loaded?.regionPlace)
    let directory = location?.directory ?? context.workingDirectory
    return try await opener.run(stack: spec, directory: directory) { connection in
      let identity = try await connection.identity()
      let document = IdentityDocument(
        account: identity.account, arn: identity.arn, kind: identity.kind,
        credentialsSource: connection.credentialsSource, region: connection.region,
        endpoint: connection.endpoint, stackAccount: spec?.account,
        isSandbox: self.connection.sandbox)
      switch try output.format(context) {
      case .text: context.out.write(document.text)
      case .json: context.out.write(try document.json)
      }
      return document.isForStack ? .success : .denied
    }
  }
}
