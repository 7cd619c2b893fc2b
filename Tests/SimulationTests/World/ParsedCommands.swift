import ArgumentParser
import Synchronization

@testable import KMSCommands

/// Command lines that were parsed before: that takes longer than all the rest of a story.
enum ParsedCommands {
  private static let known = Mutex<[[String]: any ContextCommand]>([:])

  /// What `CommandRunner.run` does with the same words.
  static func run(_ words: [String], _ context: CommandContext) async -> Int32 {
    guard let command = command(words) else { return await CommandRunner.run(words, context) }
    return await CommandRunner.run(command, context.coveringSecrets).rawValue
  }

  private static func command(_ words: [String]) -> (any ContextCommand)? {
    if let found = known.withLock({ $0[words] }) { return found }
    let parsed = try? Kmsctl.parseAsRoot(LeadingOptions.moved(words)) as? any ContextCommand
    known.withLock { $0[words] = parsed }
    return parsed
  }
}
