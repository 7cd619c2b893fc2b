internal import ArgumentParser

/// `kmsctl sandbox`: a group.
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Run and steer the built-in sandbox, a local KMS control plane.",
    discussion: """
      It listens on 127.0.0.1 only, checks signatures like the service, and keeps its state in \
      .kmsctl/sandbox.json beside kmsctl.yaml. 'kmsctl plan --sandbox' starts it for one command; \
      'serve' keeps it running for other clients.

      Examples:
        kmsctl sandbox edit policy/payments-crypto resources='key/*'
        kmsctl drift --sandbox
        kmsctl sandbox reset
      """,
    subcommands: [
      SandboxServeCommand.self, SandboxEditCommand.self, SandboxResetCommand.self,
      SandboxLogCommand.self,
    ])
}
