internal import ArgumentParser
internal import Rendering

/// `kmsctl schema`.
struct SchemaCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of a kind of manifest, or of the plan document.",
    discussion: """
      Without a name it lists what there is. Point an editor at a schema with a first line like
        # yaml-language-server: $schema=./policy.schema.json

      Examples:
        kmsctl schema
        kmsctl schema Policy > policy.schema.json
        kmsctl schema plan
      """)

  @Argument(help: ArgumentHelp("The kind, for example Policy, or plan.", valueName: "kind"))
  var kind: String?

  @OptionGroup var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    guard let kind else {
      let names = EmbeddedSchemas.all.map(\.name)
      switch try output.format(context) {
      case .text: context.out.write(names.map { $0 + "\n" }.joined())
      case .json: context.out.write(try ResultJSON("schemas").render(["schemas": names]))
      }
      return .success
    }
    guard
      let schema = EmbeddedSchemas.all.first(where: { $0.name.lowercased() == kind.lowercased() })
    else {
      let names = EmbeddedSchemas.all.map(\.name).joined(separator: ", ")
      throw CommandFailure(.usage, "there is no schema '\(kind)'", nextStep: "one of \(names)")
    }
    context.out.write(schema.text)
    return .success
  }
}
