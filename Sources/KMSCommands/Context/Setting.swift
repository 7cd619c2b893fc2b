/// A `KMSCTL_…` variable that kmsctl knows.
struct Setting: Sendable {
  static let prefix = "KMSCTL_"

  /// What a value has to look like, whichever command reads it.
  enum Form: Sendable {
    /// Judged where it is used.
    case text
    /// `1` or `0`, in several words.
    case onOff
    case words([String])
    case number(ClosedRange<Int>)
  }

  /// A switch that is set.
  enum Switch: Sendable {
    case on, off

    init?(_ text: String) {
      switch text.lowercased() {
      case "1", "true", "yes", "on": self = .on
      case "0", "false", "no", "off": self = .off
      default: return nil
      }
    }

    static let words = "1, true, yes or on, or 0, false, no or off"
  }

  /// The name without the prefix.
  let name: String
  let form: Form

  /// The variables that stand for options.
  static let options: [Setting] = [
    Setting(name: "CA_FILE", form: .text),
    Setting(name: "CHDIR", form: .text),
    Setting(name: "COLOR", form: .words(OutputOptions.Colour.allCases.map(\.rawValue))),
    Setting(name: "DEBUG", form: .onOff),
    Setting(name: "DETAILED_EXITCODE", form: .onOff),
    Setting(name: "ENDPOINT", form: .text),
    Setting(name: "EXCLUDE", form: .text),
    Setting(name: "EXPECT", form: .text),
    Setting(name: "FAIL_ON", form: .text),
    Setting(name: "NO_COLOR", form: .onOff),
    Setting(name: "OFFLINE", form: .onOff),
    Setting(
      name: "OUTPUT", form: .words(KeyListOutputOptions.Format.allCases.map(\.rawValue))),
    Setting(name: "PARALLELISM", form: .number(ConnectionOptions.parallelismRange)),
    Setting(name: "PROFILE", form: .text),
    Setting(name: "REGION", form: .text),
    Setting(name: "SHOW_UNMANAGED", form: .onOff),
    Setting(name: "STACK", form: .text),
    Setting(name: "STS_ENDPOINT", form: .text),
    Setting(name: "TARGET", form: .text),
    Setting(name: "VERBOSE", form: .onOff),
    Setting(name: "WAIT", form: .text),
  ]

  /// What kmsctl gives to the programs of manifests, which may run kmsctl in turn; and the place
  /// of the binaries that its own tests take.
  static let others: Set<String> = [
    "ACCESS_POINT", "KEY_ID", "NOT_AFTER", "SUCCESSOR_KEY_ID", "BIN_DIR", "FULL_MATRIX", "PARTS",
    "SIMULATION_EVERY", "SIMULATION_SEEDS",
  ]
}
