internal import Credentials
internal import KMSModel

/// A connection for commands that can also do without: none where nothing was set up for one.
struct OptionalConnection {
  let context: CommandContext
  let options: ConnectionOptions
  let stack: SurroundingStack

  /// Runs `body` with a connection, or with the reason why there is none.
  ///
  /// Whoever names a profile, an endpoint or the sandbox wants the service: then there is no doing
  /// without.
  func run<Result: Sendable>(
    isWanted: Bool, _ body: (Connection?, String) async throws -> Result
  ) async throws -> Result {
    guard isWanted else { return try await body(nil, "--offline") }
    let opener = ConnectionOpener(
      context: context, options: options, regionPlace: stack.regionPlace)
    guard !isDemanded else {
      return try await opener.run(stack: stack.spec, directory: stack.directory) { connection in
        try await body(connection, "")
      }
    }
    guard try opener.region(stack.spec) != nil else {
      return try await body(nil, "the region is not known")
    }
    let connection: Connection
    do {
      connection = try await opener.open(stack: stack.spec, directory: stack.directory)
    } catch let error as CredentialsError where error.code == .notFound {
      return try await body(nil, "there are no credentials")
    }
    return try await opener.placing(connection, stack.spec) { try await body($0, "") }
  }

  private var isDemanded: Bool {
    options.sandbox || context.setting(options.endpoint, "ENDPOINT") != nil
      || context.setting(options.profile, "PROFILE") != nil
  }
}
