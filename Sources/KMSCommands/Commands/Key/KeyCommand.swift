internal import ArgumentParser

/// `kmsctl key`: a group.
struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "List, rotate, retire, verify and trace client keys.",
    discussion: """
      Examples:
        kmsctl key list
        kmsctl key rotate payments-api --now
        kmsctl key verify delivered/payments-api/current
        kmsctl key trace found-in-a-log.json
      """,
    subcommands: [
      KeyListCommand.self, KeyRotateCommand.self, KeyRetireCommand.self, KeyOrphansCommand.self,
      KeyVerifyCommand.self, KeyTraceCommand.self,
    ])
}
