internal import ArgumentParser
internal import HTTPTransport
internal import Texts

/// How the service is reached; never taken from a file of the repository.
struct ConnectionOptions: ParsableArguments {
  @Option(help: "The region; where there is a stack, it must be the stack's.")
  var region: String?

  @Option(help: "The profile in ~/.aliyun/config.json to take credentials from.")
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "The URL of KMS, instead of the region's own; plain HTTP to loopback only.",
      valueName: "url"))
  var endpoint: String?

  @Option(
    help: ArgumentHelp(
      "The URL of STS, instead of the region's; a loopback --endpoint serves both.",
      valueName: "url"))
  var stsEndpoint: String?

  @Option(
    help: ArgumentHelp(
      "Trust these certificate authorities (PEM) instead of the system's.", valueName: "file"))
  var caFile: String?

  @Flag(help: "Use the built-in sandbox instead of Alibaba Cloud; needs no credentials.")
  var sandbox = false

  @Flag(help: "Log every call to stderr, without bodies and secrets.")
  var debug = false

  @Option(help: ArgumentHelp("Steps of an apply that run side by side at most.", valueName: "n"))
  var parallelism: Int?

  func validate() throws {
    if let parallelism, !Self.parallelismRange.contains(parallelism) {
      throw ValidationError("--parallelism is \(parallelism), expected 1 to 64")
    }
    if sandbox, endpoint != nil || profile != nil {
      throw ValidationError("--sandbox cannot be used together with --endpoint or --profile")
    }
  }

  static let parallelismRange = 1...64

  /// A URL as it was given; a bare host may be a typo, and credentials would go there.
  static func url(_ given: CommandContext.Given?) throws(CommandFailure) -> CommandContext.Given? {
    guard let given, !given.value.holds(text: "://") else { return given }
    throw CommandFailure(
      .usage, "\(given.source) is '\(URLText.covered(given.value))', expected a URL",
      nextStep: "write it as https://host[:port], or http://127.0.0.1:port for this machine")
  }

  /// The endpoint that was given, by whatever means.
  func endpoint(_ context: CommandContext) throws(CommandFailure) -> CommandContext.Given? {
    if let given = try Self.url(context.given(endpoint, "--endpoint", "ENDPOINT")) { return given }
    let variable = "ALIBABA_CLOUD_ENDPOINT"
    return context.environment[variable].flatMap {
      $0.isEmpty ? nil : .init(value: $0, source: variable)
    }
  }

  func parallelism(_ context: CommandContext) -> Int? {
    parallelism ?? context.setting(nil, "PARALLELISM").flatMap { Int($0) }
  }
}
