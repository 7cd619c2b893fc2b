internal import Delivery
internal import KMSModel
internal import Planning

/// Opens a `StackRun`: manifests first, then the connection, then the account check.
struct StackRunner {
  let context: CommandContext
  let run: StackRunOptions
  let output: OutputOptions
  let paths: [String]
  var allowances: AllowanceOptions?
  /// Nothing: no program runs.
  var programs: ProgramOptions?
  /// Whether the command compares manifests with the service, and their warnings matter in full.
  var isAboutManifests = true

  /// Runs `body` with everything ready; nothing of KMS is read before the account is right.
  func run(_ body: (StackRun) async throws -> ExitStatus) async throws -> ExitStatus {
    let planOptions = try makePlanOptions()
    let location = try StackLocation(run.stack, context)
    let loaded = try LoadedStack(location, paths: paths)
    try DiagnosticPrinter(context: context, output: output, countsWarnings: !isAboutManifests)
      .print(loaded)
    guard let desired = loaded.desired else { return .invalidManifests }
    try programs?.check(against: desired)
    let opener = ConnectionOpener(
      context: context, options: run.connection, regionPlace: loaded.regionPlace)
    return try await opener.run(
      stack: desired.stack, directory: location.directory
    ) { connection in
      try await Self.checkAccount(connection, desired.stack)
      return try await body(
        StackRun(
          desired: desired, connection: connection, options: planOptions,
          directory: location.directory, environment: context.environment,
          isSandbox: run.connection.sandbox,
          selectionSources: run.selection.sources,
          programs: programs?.runner(
            for: desired, directory: location.directory, environment: context.environment)
            ?? NoPrograms(),
          directories: context.directories, random: context.random))
    }
  }

  /// Fails when the credentials are another account's than the stack's.
  static func checkAccount(_ connection: Connection, _ stack: StackSpec) async throws {
    let identity = try await connection.identity()
    guard identity.account != stack.account else { return }
    throw CommandFailure(
      .denied,
      "stack '\(stack.owner.stack)' is for account \(stack.account), but the credentials belong"
        + " to account \(identity.account) (\(connection.credentialsSource))",
      nextStep: "use credentials of \(stack.account); kmsctl whoami tells where these come from")
  }

  private func makePlanOptions() throws -> PlanOptions {
    PlanOptions(
      allowDelete: Set(allowances?.allowDelete ?? []),
      allowReplace: Set(allowances?.allowReplace ?? []),
      allowUnseenReferrers: Set(allowances?.allowUnseenReferrers ?? []),
      allowChanges: allowances?.allowChanges, adopt: Set(allowances?.adopt ?? []),
      targets: try run.selection.targets(context), excludes: try run.selection.excludes(context))
  }
}
