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

  func targets(_ context: CommandContext) throws -> AddressPatternList {
    try Self.patterns(target, "--target", context.setting(nil, "TARGET"), "KMSCTL_TARGET")
  }

  func excludes(_ context: CommandContext) throws -> AddressPatternList {
    try Self.patterns(exclude, "--exclude", context.setting(nil, "EXCLUDE"), "KMSCTL_EXCLUDE")
  }

  private static func patterns(
    _ flags: [String], _ flag: String, _ text: String?, _ variable: String
  ) throws -> AddressPatternList {
    let words = text?.split { $0 == "," || $0 == " " }.map(String.init) ?? []
    let patterns = flags.isEmpty ? words : flags
    for pattern in patterns where ResourceID(parsing: pattern) == nil {
      throw CommandFailure(
        .usage, "\(flags.isEmpty ? variable : flag) has '\(pattern)', expected kind/name",
        nextStep: "kinds are networkrule, policy, applicationaccesspoint (aap) and clientkey")
    }
    return AddressPatternList(patterns)
  }
}
