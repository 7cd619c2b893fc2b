internal import ArgumentParser
internal import KMSModel

/// Which objects a run is about.
struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only these objects and what they refer to, for example 'policy/orders-*'; repeatable.",
      valueName: "address"))
  var target: [String] = []

  @Option(help: ArgumentHelp("Not these objects; repeatable.", valueName: "address"))
  var exclude: [String] = []

  /// What gave the addresses: a flag, or its variable.
  struct Sources: Sendable {
    var targets = "--target"
    var excludes = "--exclude"
  }

  var sources: Sources {
    Sources(
      targets: target.isEmpty ? "KMSCTL_TARGET" : "--target",
      excludes: exclude.isEmpty ? "KMSCTL_EXCLUDE" : "--exclude")
  }

  func targets(_ context: CommandContext) throws -> AddressPatternList {
    try Self.patterns(target, context.setting(nil, "TARGET"), sources.targets)
  }

  func excludes(_ context: CommandContext) throws -> AddressPatternList {
    try Self.patterns(exclude, context.setting(nil, "EXCLUDE"), sources.excludes)
  }

  private static func patterns(
    _ flags: [String], _ text: String?, _ source: String
  ) throws -> AddressPatternList {
    let words = text?.unicodeScalars.split { $0 == "," || $0 == " " }.map { String($0) } ?? []
    let patterns = flags.isEmpty ? words : flags
    for pattern in patterns where ResourceID(parsing: pattern) == nil {
      throw CommandFailure(
        .usage, "\(source) has '\(pattern)', expected kind/name",
        nextStep: "kinds are networkrule, policy, applicationaccesspoint (aap) and clientkey")
    }
    return AddressPatternList(patterns)
  }
}
