extension CommandContext {
  /// A value from the command line or the environment, with what it was given by.
  struct Given: Sendable, Hashable {
    let value: String
    /// `--region`, or `KMSCTL_REGION`.
    let source: String
  }

  /// The value of an option: the flag, or its `KMSCTL_…` variable; an empty variable is none.
  func setting(_ flag: String?, _ variable: String) -> String? {
    given(flag, "", variable)?.value
  }

  /// The same with the name of what gave it.
  func given(_ flag: String?, _ name: String, _ variable: String) -> Given? {
    if let flag { return Given(value: flag, source: name) }
    let variable = Setting.prefix + variable
    return environment[variable].flatMap {
      $0.isEmpty ? nil : Given(value: $0, source: variable)
    }
  }

  /// Whether a switch is on, by its flag or its `KMSCTL_…` variable; `EnvironmentCheck` has seen
  /// to it that the variable can be read.
  func isOn(_ flag: Bool, _ variable: String) -> Bool {
    flag || Setting.Switch(setting(nil, variable) ?? "") == .on
  }
}
