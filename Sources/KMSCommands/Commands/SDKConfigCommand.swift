internal import ArgumentParser
internal import KMSModel
internal import Rendering

/// `kmsctl sdk-config`.
struct SDKConfigCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "sdk-config",
    abstract: "Print or write what an application needs to reach its KMS instance.",
    discussion: """
      The CA chain and the endpoint of the instance that the access point's policies name. The \
      endpoint is constructed from the instance's id, as no API returns it. With --directory it \
      writes PrivateKmsCA_<instance>.pem and kms-sdk.json; files with other content are replaced \
      only with --replace. Nothing in them is secret. Works without a stack, too.

      Examples:
        kmsctl sdk-config payments-api
        kmsctl sdk-config payments-api --directory /etc/payments/kms
        kmsctl sdk-config payments-api --print > PrivateKmsCA.pem
      """)

  @Argument(help: ArgumentHelp("The application access point.", valueName: "aap"))
  var accessPoint: String

  @Option(help: ArgumentHelp("Write both files to this directory.", valueName: "dir"))
  var directory: String?

  @Flag(help: "Print instead of writing; what happens without --directory.")
  var print = false

  @Flag(help: "Replace files of these names that have other content.")
  var replace = false

  @Option(help: ArgumentHelp("Which instance, when the policies name several.", valueName: "id"))
  var instance: String?

  @OptionGroup var stack: StackOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    guard !(print && directory != nil), !(replace && directory == nil) else {
      throw ValidationError("give --print, or --directory, with or without --replace")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let surrounding = SurroundingStack(stack, context)
    let opener = ConnectionOpener(
      context: context, options: connection, regionPlace: surrounding.regionPlace)
    let here = StackLocation.workingDirectory(stack, context)
    return try await opener.run(
      stack: surrounding.spec, directory: surrounding.directory
    ) { connection in
      let finder = InstanceFinder(connection: connection, stack: surrounding)
      let document = SDKConfigurationDocument(
        accessPoint: accessPoint,
        instance: try await finder.instance(of: accessPoint, asked: instance),
        isSandbox: self.connection.sandbox)
      let files = try directory.map {
        try SDKConfigurationFiles(document, directory: Paths.join(here, $0), replaces: replace)
          .write()
      }
      switch try output.format(context) {
      case .text: context.out.write(files.map { document.text($0) } ?? document.text)
      case .json: context.out.write(try document.json(files ?? [], exit: ExitNote(.success)))
      }
      return .success
    }
  }
}
