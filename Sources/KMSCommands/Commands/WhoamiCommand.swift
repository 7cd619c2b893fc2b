internal import ArgumentParser
internal import KMSModel
internal import Planning
internal import Rendering

/// `kmsctl whoami`.
struct WhoamiCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami",
    abstract: "Tell which credentials are used, where they come from and whose they are.",
    discussion: """
      Asks STS, and nothing of KMS. Where STS says no or cannot be reached, it still says which \
      credentials were used, and why that failed. Inside a stack it also says whether the account \
      is the one the stack is for.

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
      do {
        let identity = try await connection.identity()
        let document = document(of: connection, spec, caller: identity)
        let status: ExitStatus = document.isForStack ? .success : .denied
        try print(document, status, context)
        return status
      } catch let failure as KMSFailure {
        let failure = CommandFailure(failure, .identifying)
        try print(document(of: connection, spec, failure: failure), failure.status, context)
        context.err.write(
          FailureText(style: try output.style(context.err, context))
            .render(failure.message, nextStep: failure.nextStep))
        return failure.status
      }
    }
  }

  private func document(
    of connection: Connection, _ stack: StackSpec?, caller: Connection.Identity? = nil,
    failure: CommandFailure? = nil
  ) -> IdentityDocument {
    IdentityDocument(
      caller.map { .init(account: $0.account, arn: $0.arn, kind: $0.kind) },
      credentials: .init(
        source: connection.credentialsSource, profile: connection.profile,
        accessKeyID: connection.accessKeyID),
      region: connection.region, endpoint: connection.endpoint, stackAccount: stack?.account,
      isSandbox: self.connection.sandbox,
      error: failure.map {
        .init(message: $0.message, nextStep: $0.nextStep, cause: $0.cause?.rawValue)
      })
  }

  private func print(
    _ document: IdentityDocument, _ status: ExitStatus, _ context: CommandContext
  ) throws {
    switch try output.format(context) {
    case .text: context.out.write(document.text)
    case .json: context.out.write(try document.json(exit: ExitNote(status)))
    }
  }
}
