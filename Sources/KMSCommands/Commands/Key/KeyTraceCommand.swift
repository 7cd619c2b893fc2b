internal import ArgumentParser
internal import Delivery
internal import KMSModel
internal import Rendering

/// `kmsctl key trace`.
struct KeyTraceCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Tell whose a leaked client key is, what it reaches, and how to revoke it.",
    discussion: """
      Takes the clientKey_….json that was found somewhere, or only its id; no password is needed. \
      Says which access point it belongs to, whether it is alive, what it may do from where, which \
      stack delivered it, and the one command that revokes it. Works without a stack: the region \
      then comes from --region or ALIBABA_CLOUD_REGION_ID. It only reads.

      Examples:
        kmsctl key trace found-in-a-log.json
        kmsctl key trace KAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912 --region cn-hangzhou
        kmsctl key trace found.json -o json
      """)

  @Argument(help: ArgumentHelp("A key file, or a key's id KAAP.….", valueName: "file"))
  var file: String

  @OptionGroup var stack: StackOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let surrounding = SurroundingStack(stack, context)
    let id = try Self.keyID(file, in: StackLocation.workingDirectory(stack, context))
    let opener = ConnectionOpener(
      context: context, options: connection, regionPlace: surrounding.regionPlace)
    return try await opener.run(
      stack: surrounding.spec, directory: surrounding.directory
    ) { connection in
      let tracer = KeyTracer(
        connection: connection, stack: surrounding, context: context)
      let trace = try await tracer.trace(id)
      if surrounding.isUnreadable {
        context.err.write(
          "warning: the stack's files have errors, so this does not say what is the stack's own\n"
            + "  next step: see 'kmsctl validate'\n")
      }
      let document = KeyTraceDocument(trace, isSandbox: self.connection.sandbox)
      switch try output.format(context) {
      case .text: context.out.write(document.text(try output.style(context.out, context)))
      case .json: context.out.write(try document.json(exit: ExitNote(.success)))
      }
      return .success
    }
  }

  private static func keyID(_ argument: String, in directory: String) throws -> String {
    if ClientKeyFile.isID(argument) { return argument }
    let id = try KeyFileReading.id(in: argument, directory: directory)
    guard ClientKeyFile.isID(id) else {
      throw CommandFailure(
        .error, "the id in '\(argument)' is no client key's id, expected KAAP.<uuid>",
        nextStep: "the file was made up or edited; pass the id if it is known")
    }
    return id
  }
}
