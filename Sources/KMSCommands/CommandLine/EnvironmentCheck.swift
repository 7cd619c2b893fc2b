internal import Manifests
internal import Texts

/// Looks at every `KMSCTL_…` variable before a command runs: one that nobody reads, or that cannot
/// be read, would otherwise be a wish that is silently not granted.
struct EnvironmentCheck {
  let environment: [String: String]

  func check() throws(CommandFailure) {
    let given = environment.filter { $0.key.begins(with: Setting.prefix) && !$0.value.isEmpty }
    for (variable, value) in given.sorted(by: { $0.key < $1.key }) {
      let name = String(variable.rest(after: Setting.prefix) ?? "")
      if let setting = Setting.options.first(where: { $0.name == name }) {
        try Self.check(value, of: setting, variable)
      } else if !Setting.others.contains(name) {
        throw Self.unknown(variable, name)
      }
    }
  }

  private static func check(
    _ value: String, of setting: Setting, _ variable: String
  ) throws(CommandFailure) {
    let expected: String
    switch setting.form {
    case .text: return
    case .onOff:
      guard Setting.Switch(value) == nil else { return }
      expected = Setting.Switch.words
    case .words(let words):
      guard !words.contains(value) else { return }
      expected = "one of \(words.joined(separator: ", "))"
    case .number(let range):
      if let number = Int(value), range.contains(number) { return }
      expected = "\(range.lowerBound) to \(range.upperBound)"
    }
    throw CommandFailure(
      .usage, "\(variable) is '\(value)', expected \(expected)",
      nextStep: "correct it, or unset it")
  }

  private static func unknown(_ variable: String, _ name: String) -> CommandFailure {
    if Consent.isGiven(by: "--" + name.lowercased().replacing(text: "_", by: "-")) {
      return CommandFailure(
        .usage,
        "\(variable) is set, and no such variable is read: consent is given on the"
          + " command line only, for one run",
        nextStep: "unset it")
    }
    let known = Setting.options.map { Setting.prefix + $0.name }
    let near = Suggestion.nearest(to: variable, in: known)
    return CommandFailure(
      .usage, "\(variable) is set, and kmsctl knows no such variable",
      nextStep: near.map { "did you mean \($0)? otherwise unset it" }
        ?? "unset it; what has no variable is given by its option")
  }
}
