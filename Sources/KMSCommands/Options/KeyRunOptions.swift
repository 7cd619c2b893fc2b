internal import ArgumentParser

/// The options of every command that changes client keys and nothing else.
struct KeyRunOptions: ParsableArguments {
  @OptionGroup var run: StackRunOptions
  @OptionGroup(title: "Allow") var programs: ProgramOptions

  @OptionGroup var waiting: WaitOption

  @Flag(help: "Do not ask.")
  var autoApprove = false

  @Option(
    help: ArgumentHelp(
      "Carry it out only if the plan has this fingerprint; otherwise exit 6.",
      valueName: "fingerprint"))
  var expect: String?
}
