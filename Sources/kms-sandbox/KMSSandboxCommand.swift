internal import ArgumentParser
internal import KMSSandbox

@main
struct KMSSandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kms-sandbox",
    abstract: "A pretended Alibaba Cloud KMS control plane on this machine.",
    discussion: "It listens on 127.0.0.1 only and never stores a private key or a password.",
    version: SandboxVersion.current,
    subcommands: [ServeCommand.self])
}
