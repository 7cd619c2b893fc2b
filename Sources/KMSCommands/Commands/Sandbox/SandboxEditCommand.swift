internal import ArgumentParser
internal import KMSModel
internal import Rendering

/// `kmsctl sandbox edit`.
struct SandboxEditCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change something in the sandbox behind Git's back.",
    discussion: """
      Fields have their names in manifests: description, type, allowedSourceIPs, scope, roles, \
      resources, networkRules, authenticationMethod, policies. Lists are separated by commas. \
      A description is replaced whole, kmsctl's marker in it included.

      Examples:
        kmsctl sandbox edit policy/payments-crypto resources='key/*,secret/*'
        kmsctl sandbox edit networkrule/payments-vpc allowedSourceIPs=0.0.0.0/0
        kmsctl sandbox edit policy/stranger --create scope=SharedKMSGateway roles=SecretUser
        kmsctl sandbox edit aap/payments-api --delete
      """)

  @OptionGroup var options: SandboxAdminOptions
  @OptionGroup var output: OutputOptions

  @Argument(
    help: "The object, for example policy/payments-crypto.",
    transform: AllowanceOptions.address)
  var address: ResourceID

  @Argument(help: ArgumentHelp("What it shall be.", valueName: "field=value"))
  var fields: [String] = []

  @Flag(help: "Delete the object.")
  var delete = false

  @Flag(help: "Create the object.")
  var create = false

  func validate() throws {
    guard !(delete && create), delete == fields.isEmpty || create else {
      throw ValidationError("give FIELD=VALUE, --create with FIELD=VALUE, or --delete alone")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let members = try fields.map { try SandboxField($0, of: address.kind) }
    let edit = SandboxEdit(
      address: address.description, isDeletion: delete, isCreation: create, fields: members)
    _ = try await SandboxAdmin(context: context, options: options).post("edit", edit)
    let outcome = delete ? "deleted" : create ? "created" : "changed"
    switch try output.format(context) {
    case .text: context.err.write("\(Printable.escaped(address.description)): \(outcome)\n")
    case .json:
      let result = ["object": address.description, "outcome": outcome]
      context.out.write(try ResultJSON("sandbox-edit").render(result))
    }
    return .success
  }
}
