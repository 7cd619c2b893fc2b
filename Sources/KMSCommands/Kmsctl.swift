internal import ArgumentParser
internal import KMSModel

/// The program: a list of verbs.
struct Kmsctl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kmsctl",
    abstract: "Reconcile who may reach Alibaba Cloud KMS with what Git says.",
    discussion: """
      YAML manifests say what should be, the live service says what is. 'plan' prints the \
      difference, 'apply' carries it out, 'drift' tells whether somebody changed something behind \
      Git's back. There is no state file.

      Start here, without an account:
        kmsctl init --name demo --account 1192000000000000 --region cn-hangzhou
        kmsctl plan --sandbox
        kmsctl apply --sandbox

      In a pipeline:
        kmsctl validate && kmsctl plan -o json > plan.json
        kmsctl apply --auto-approve --expect sha256:…
        kmsctl drift             exits with 2 when something differs

      Every option of the reconciling commands but the --allow-… family, --adopt, --auto-approve \
      and --sandbox can also be set by a variable: --region by KMSCTL_REGION, --ca-file by \
      KMSCTL_CA_FILE, and so on; any other name that begins with KMSCTL_ is an error. Options may \
      stand before the verb: kmsctl -C envs/prod plan. Exit statuses: 0 success, 1 error, 2 changes or drift, 3 refused, 4 denied, 5 applied in part, \
      6 stale plan, 7 locked, 64 usage, 65 invalid manifests, 130 interrupted.
      """,
    version: "kmsctl \(ToolVersion.current)",
    groupedSubcommands: [
      CommandGroup(
        name: "Reconcile",
        subcommands: [
          ValidateCommand.self, PlanCommand.self, ApplyCommand.self, DriftCommand.self,
        ]),
      CommandGroup(
        name: "Client keys", subcommands: [KeyCommand.self, SDKConfigCommand.self]),
      CommandGroup(
        name: "Set up",
        subcommands: [
          InitCommand.self, WhoamiCommand.self, SandboxCommand.self, SchemaCommand.self,
          CompletionsCommand.self, VersionCommand.self,
        ]),
    ])
}
