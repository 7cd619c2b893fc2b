internal import ArgumentParser
internal import Diagnostics
internal import FoundationEssentials
internal import Manifests
internal import Rendering

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
    try NewFile(path: stackFile, text: "").checkAbsent()
    let template = try template(directory, context)
    let files = template.files.map { NewFile(path: Paths.join(directory, $0.path), text: $0.text) }
    for file in files { try file.checkAbsent() }
    var written: [String] = []
    for (file, name) in zip(files, template.files.map(\.path)) {
      try file.write()
      written.append(name)
      context.err.write("wrote \(name)\n")
    }
    if try IgnoreFile(directory: directory).addSandbox() {
      written.append(".gitignore")
      context.err.write("wrote .gitignore: \(IgnoreFile.line) is the sandbox's\n")
    }
    context.err.write("next: kmsctl validate && kmsctl plan --sandbox\n")
    if try output.format(context) == .json {
      context.out.write(try ResultJSON("init").render(Document(template, written)))
    }
    return .success
  }

  /// The answers, each checked; then the whole is read as `validate` would.
  private func template(_ directory: String, _ context: CommandContext) throws -> StackTemplate {
    let questions = InitQuestions(context: context)
    let template = StackTemplate(
      name: try questions.check(
        name ?? nameOfDirectory(directory, context), .name, flag: "--name"),
      account: try questions.answer(
        account, .account, flag: "--account", "account number (16 digits)"),
      region: try questions.answer(
        context.setting(region, "REGION") ?? context.environment["ALIBABA_CLOUD_REGION_ID"],
        .region, flag: "--region", "region, for example cn-hangzhou"),
      uid: context.randomBytes(3).map { Self.hex($0) }.joined())
    let files = template.files.map { SourceFile(path: $0.path, bytes: Array($0.text.utf8)) }
    let loaded = ManifestLoader.load(stack: files[0], manifests: Array(files.dropFirst()))
    if let problem = loaded.report.diagnostics.first(where: { $0.severity == .error }) {
      throw CommandFailure(
        .usage, "kmsctl.yaml would not be valid: \(problem.message)",
        nextStep: "pass other values")
    }
    return template
  }

  private func nameOfDirectory(_ directory: String, _ context: CommandContext) -> String {
    let whole = Paths.name(of: directory)
    let name = StackTemplate.name(from: whole)
    if whole.unicodeScalars.count > StackSetting.maximumNameLength {
      context.err.write(
        "the directory's name is longer than \(StackSetting.maximumNameLength) characters:"
          + " the stack is called '\(name)'; --name gives it another\n")
    }
    return name
  }

  private struct Document: Encodable {
    var stack: Stack
    var files: [String]
    var exit = ExitNote(ExitStatus.success)

    struct Stack: Encodable {
      var name: String
      var uid: String
      var account: String
      var region: String
    }

    init(_ template: StackTemplate, _ files: [String]) {
      stack = Stack(
        name: template.name, uid: template.uid, account: template.account,
        region: template.region)
      self.files = files
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
  }
}
