internal import KMSModel
internal import Secrets

/// Opens the connection the options describe, starting the sandbox when they say so.
struct ConnectionOpener {
  let context: CommandContext
  let options: ConnectionOptions

  /// Runs `body` with an open connection; the sandbox, if any, ends afterwards.
  func run<Result: Sendable>(
    stack: StackSpec?, directory: String, _ body: (Connection) async throws -> Result
  ) async throws -> Result {
    guard options.sandbox else {
      return try await body(open(stack: stack, directory: directory))
    }
    let process = try SandboxProcess(context, stackDirectory: directory)
    return try await process.run { handshake in
      var request = try request(stack, directory)
      request.region = stack?.region ?? handshake.region
      request.endpoint = handshake.endpoint
      request.stsEndpoint = handshake.endpoint
      request.given = .init(
        accessKeyID: handshake.accessKeyID, accessKeySecret: Secret(handshake.accessKeySecret))
      return try await body(context.connect(request))
    }
  }

  /// Opens a connection that needs no sandbox; nothing is sent yet.
  func open(stack: StackSpec?, directory: String) async throws -> Connection {
    try await context.connect(try request(stack, directory))
  }

  /// The region, when anything says which.
  func region(_ stack: StackSpec?) -> String? {
    context.setting(options.region, "REGION") ?? stack?.region
      ?? context.environment["ALIBABA_CLOUD_REGION_ID"]
  }

  private func request(_ stack: StackSpec?, _ directory: String) throws -> ConnectionRequest {
    guard let region = region(stack) else {
      throw CommandFailure(
        .usage, "the region is not known", nextStep: "pass --region, or run inside a stack")
    }
    let endpoint =
      try ConnectionOptions.url(context.setting(options.endpoint, "ENDPOINT"), "--endpoint")
      ?? context.environment["ALIBABA_CLOUD_ENDPOINT"].flatMap { $0.isEmpty ? nil : $0 }
    let err = context.err
    let isDebug = context.isOn(options.debug, "DEBUG")
    let debugLine: @Sendable (String) -> Void = { err.write($0 + "\n") }
    return ConnectionRequest(
      region: region, profile: context.setting(options.profile, "PROFILE"), endpoint: endpoint,
      stsEndpoint: try ConnectionOptions.url(
        context.setting(options.stsEndpoint, "STS_ENDPOINT"), "--sts-endpoint"),
      caFile: context.setting(options.caFile, "CA_FILE"), given: nil,
      userAgent: UserAgent(stack: stack?.owner.stack, directory: directory).text,
      debugLine: isDebug ? debugLine : nil)
  }
}
