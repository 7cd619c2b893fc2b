internal import ArgumentParser
internal import HTTPTransport

/// How the service is reached; never taken from a file of the repository.
struct ConnectionOptions: ParsableArguments {
  @Option(help: "The region, instead of the stack's.")
  var region: String?

  @Option(help: "The profile in ~/.aliyun/config.json to take credentials from.")
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "The URL of KMS, instead of the region's; plain HTTP to loopback only.", valueName: "url"))
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
    if let parallelism, !(1...64).contains(parallelism) {
      throw ValidationError("--parallelism is \(parallelism), expected 1 to 64")
    }
    if sandbox, endpoint != nil || profile != nil {
      throw ValidationError("--sandbox cannot be used together with --endpoint or --profile")
    }
  }

  /// A URL as it was given; a bare host may be a typo, and credentials would go there.
  static func url(_ text: String?, _ flag: String) throws -> String? {
    guard let text, !text.contains("://") else { return text }
    throw CommandFailure(
      .usage, "\(flag) is '\(URLText.covered(text))', expected a URL",
      nextStep: "write it as https://host[:port], or http://127.0.0.1:port for this machine")
  }

  func parallelism(_ context: CommandContext) throws -> Int? {
    if let parallelism { return parallelism }
    guard let text = context.setting(nil, "PARALLELISM") else { return nil }
    guard let number = Int(text), (1...64).contains(number) else {
      throw CommandFailure(.usage, "KMSCTL_PARALLELISM is '\(text)', expected 1 to 64")
    }
    return number
  }
}
