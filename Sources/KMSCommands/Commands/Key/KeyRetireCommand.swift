internal import ArgumentParser
internal import Delivery
internal import KMSClient
internal import KMSModel
internal import Planning

/// `kmsctl key retire`.
struct KeyRetireCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Delete recorded client keys that nobody uses any more, before their time.",
    discussion: """
      Takes full ids. The key in use and the last valid key of an access point are never deleted; \
      a key that no marker records is never touched. What else is due for the same access \
      points is done in the same run, and stands in the plan: a rotation that was stuck goes on.

      Examples:
        kmsctl key retire KAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912
      """)

  @Argument(help: ArgumentHelp("Full ids of client keys.", valueName: "key id"))
  var ids: [String]

  @OptionGroup var options: KeyRunOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    for id in ids where !ClientKeyFile.isID(id) {
      throw ValidationError("'\(id)' is no client key's id, expected KAAP.<uuid>")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let runner = KeyRunner(context: context, options: options, output: output)
    return try await runner.run { stack in
      var reads = PatientReads(context.patience, context.err)
      var names: Set<String> = []
      for id in ids { names.insert(try await accessPoint(of: id, in: stack, &reads)) }
      return (KeyOptions(retire: Set(ids)), names.sorted())
    }
  }

  private func accessPoint(
    of id: String, in stack: StackRun, _ reads: inout PatientReads
  ) async throws -> String {
    let found = try await reads.unlessGone("client key \(id)") { () async throws(KMSFailure) in
      try await ClientKeySearch(stack.connection.service).key(id)
    }
    guard let found else {
      throw CommandFailure(
        .error, "there is no client key '\(id)' in \(stack.connection.region)",
        nextStep: "see 'kmsctl key list' for the full ids")
    }
    return found.accessPoint
  }
}
