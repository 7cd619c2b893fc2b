internal import Texts

/// Options and commands that let a run take something away or hand something over.
///
/// None of them is ever suggested to somebody who wrote something else.
enum Consent {
  private static let options: Set<String> = [
    "--adopt", "--auto-approve", "--compromised", "--delete", "--now", "--replace",
  ]

  private static let commands: Set<String> = ["key retire", "sandbox reset"]

  /// Whether an option gives consent.
  static func isGiven(by option: String) -> Bool {
    options.contains(option) || option.begins(with: "--allow-")
  }

  /// Whether a command takes something away, by its path below `kmsctl`.
  static func isNeeded(for command: String) -> Bool { commands.contains(command) }
}
