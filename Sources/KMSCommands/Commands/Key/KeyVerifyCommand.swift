internal import ArgumentParser
internal import KMSModel
internal import Planning
internal import Rendering

/// `kmsctl key verify`.
struct KeyVerifyCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Tell whether a delivered client key file still works, and until when.",
    discussion: """
      Opens the PKCS#12 container with its password, older ciphers included, and compares its \
      certificate with the one the service has. The verdicts: good, wrong-password, deleted, \
      expired, not-yet-valid, other-access-point, unknown, not-a-key-file, and undecided where \
      something could not be read. Without credentials, or with --offline, only the file is \
      looked at. Works with and without a stack; prints no secret.

      Exit statuses: 0 good, 2 a verdict against the key, 4 undecided because the service denies \
      the answer, 1 undecided or no key file to look at.

      Examples:
        kmsctl key verify delivered/payments-api/current
        kmsctl key verify clientKey_KAAP.….json --password-file clientKey_KAAP.…_Password.txt
        kmsctl key verify current --aap payments-api -o json
      """)

  @Argument(help: ArgumentHelp("A clientKey_….json, or the directory it is in.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp(
      "The password's file, readable by its owner only; without it, the one beside the key file.",
      valueName: "file"))
  var passwordFile: String?

  @Option(help: ArgumentHelp("The access point it should be a key of.", valueName: "name"))
  var aap: String?

  @Flag(help: "Do not ask the service.")
  var offline = false

  @OptionGroup var stack: StackOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let surrounding = SurroundingStack(stack, context)
    let directory = StackLocation.workingDirectory(stack, context)
    let verifier = KeyVerifier(
      reading: try KeyFileReading(file, password: passwordFile, in: directory),
      expectedAccessPoint: aap, stack: surrounding, context: context)
    let opener = OptionalConnection(context: context, options: connection, stack: surrounding)
    let isWanted = !context.isOn(offline, "OFFLINE")
    return try await opener.run(isWanted: isWanted) { connection, reason in
      let verification =
        if let connection {
          try await verifier.verify(connection, localTime: context.now())
        } else {
          verifier.verify(at: context.now(), notAskedBecause: reason)
        }
      let status = ExitStatus(verification)
      let document = KeyVerificationDocument(
        verification, path: verifier.reading.path, isSandbox: self.connection.sandbox)
      switch try output.format(context) {
      case .text: context.out.write(document.text(try output.style(context.out, context)))
      case .json: context.out.write(try document.json(exit: ExitNote(status)))
      }
      return status
    }
  }
}
