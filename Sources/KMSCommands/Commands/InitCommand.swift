internal import ArgumentParser
internal import FoundationEssentials

/// `kmsctl init`.
struct InitCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write kmsctl.yaml and a first manifest.",
    discussion: """
      The stack gets a fresh uid: it is what makes objects this stack's, so never copy it into \
      another repository. Files that exist are never overwritten; .gitignore gets a line for the \
      sandbox's state. On a terminal it asks for what is \
      missing; elsewhere --account and --region are needed.

      Examples:
        kmsctl init
        kmsctl init --name payments --account 1192000000000000 --region cn-hangzhou
      """)

  @Option(help: "The stack's name; without it, the directory's.")
  var name: String?

  @Option(help: "The number of the Alibaba Cloud account.")
  var account: String?

  @Option(help: "The region, for example cn-hangzhou.")
  var region: String?

  @Option(
    name: [.customShort("C"), .long],
    help: ArgumentHelp("Work as if started in this directory.", valueName: "dir"))
  var chdir: String?

  @OptionGroup var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let directory = Paths.join(
      context.workingDirectory, context.setting(chdir, "CHDIR") ?? context.workingDirectory)
    let stackFile = Paths.join(directory, "kmsctl.yaml")
    guard !FileManager.default.fileExists(atPath: stackFile) else {
      throw NewFile.existsAlready(stackFile)
    }
    let questions = InitQuestions(context: context)
    let template = try StackTemplate(
      name: name ?? StackTemplate.name(from: Paths.name(of: directory)),
      account: questions.answer(account, flag: "--account", "account number (16 digits)"),
      region: questions.answer(
        context.setting(region, "REGION") ?? context.environment["ALIBABA_CLOUD_REGION_ID"],
        flag: "--region", "region, for example cn-hangzhou"),
      uid: context.randomBytes(3).map { Self.hex($0) }.joined())
    for file in template.files {
      let path = Paths.join(directory, file.path)
      try NewFile(path: path).write(file.text)
      context.err.write("wrote \(file.path)\n")
    }
    if try IgnoreFile(directory: directory).addSandbox() {
      context.err.write("wrote .gitignore: \(IgnoreFile.line) is the sandbox's\n")
    }
    context.err.write("next: kmsctl validate && kmsctl plan --sandbox\n")
    return .success
  }

  private static func hex(_ byte: UInt8) -> String {
    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
  }
}
