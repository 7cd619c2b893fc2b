internal import Diagnostics
internal import KMSModel
internal import Rendering
internal import Secrets

/// Opens the connection the options describe, starting the sandbox when they say so.
struct ConnectionOpener {
  let context: CommandContext
  let options: ConnectionOptions
  /// Where the stack file says the region.
  var regionPlace: SourceLocation?

  /// Runs `body` with an open connection; the sandbox, if any, ends afterwards.
  func run<Result: Sendable>(
    stack: StackSpec?, directory: String, _ body: (Connection) async throws -> Result
  ) async throws -> Result {
    guard options.sandbox else {
      let connection = try await open(stack: stack, directory: directory)
      return try await placing(connection, stack, body)
    }
    let region = try region(stack)?.region
    let process = try SandboxProcess(context, stackDirectory: directory)
    return try await process.run { handshake in
      var request = try request(region ?? handshake.region, stack, directory)
      request.endpoint = handshake.endpoint
      request.stsEndpoint = handshake.endpoint
      request.given = .init(
        accessKeyID: handshake.accessKeyID, accessKeySecret: Secret(handshake.accessKeySecret))
      return try await placing(context.connect(request), stack, body)
    }
  }

  /// Runs `body` so that what fails on the way says where that was.
  func placing<Result>(
    _ connection: Connection, _ stack: StackSpec?, _ body: (Connection) async throws -> Result
  ) async throws -> Result {
    do {
      return try await body(connection)
    } catch {
      throw FailureAtTarget.placing(
        error, at: RunTarget(connection, stack: stack, isSandbox: options.sandbox))
    }
  }

  /// Opens a connection that needs no sandbox; nothing is sent yet.
  func open(stack: StackSpec?, directory: String) async throws -> Connection {
    guard let choice = try region(stack) else {
      throw CommandFailure(
        .usage, "the region is not known", nextStep: "pass --region, or run inside a stack")
    }
    var request = try request(choice.region, stack, directory)
    if let endpoint = try options.endpoint(context) {
      try choice.check(endpoint)
      request.endpoint = endpoint.value
    }
    request.stsEndpoint =
      try ConnectionOptions.url(
        context.given(options.stsEndpoint, "--sts-endpoint", "STS_ENDPOINT"))?.value
    return try await context.connect(request)
  }

  /// The region, when anything says which.
  func region(_ stack: StackSpec?) throws(CommandFailure) -> RegionChoice? {
    try RegionChoice(options, context, stack: stack, place: regionPlace)
  }

  private func request(
    _ region: String, _ stack: StackSpec?, _ directory: String
  ) throws -> ConnectionRequest {
    let err = context.err
    let isDebug = context.isOn(options.debug, "DEBUG")
    let debugLine: @Sendable (String) -> Void = { err.write($0 + "\n") }
    return ConnectionRequest(
      region: region, account: stack?.account, profile: context.setting(options.profile, "PROFILE"),
      endpoint: nil,
      stsEndpoint: nil, caFile: context.setting(options.caFile, "CA_FILE"), given: nil,
      userAgent: UserAgent(stack: stack?.owner.stack, directory: directory).text,
      debugLine: isDebug ? debugLine : nil)
  }
}

extension RunTarget {
  /// What is in effect on a connection.
  init(_ connection: Connection, stack: StackSpec?, isSandbox: Bool) {
    self.init(
      stack: stack?.owner.stack, account: stack?.account, region: connection.region,
      endpoint: isSandbox ? nil : connection.endpoint,
      isUsualEndpoint: connection.isUsualEndpoint)
  }
}
