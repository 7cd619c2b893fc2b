internal import ArgumentParser
internal import KMSModel
internal import Texts

/// What this one run may do beyond what is always allowed; flags only, never variables.
struct AllowanceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Allow the deletion of exactly this object; repeatable.", valueName: "address"),
    transform: AllowanceOptions.address)
  var allowDelete: [ResourceID] = []

  @Option(
    help: ArgumentHelp(
      "Allow the replacement of exactly this object; repeatable.", valueName: "address"),
    transform: AllowanceOptions.address)
  var allowReplace: [ResourceID] = []

  @Option(
    help: ArgumentHelp(
      "Let exactly this object go although what 'ignore' hides may refer to it; repeatable.",
      valueName: "address"),
    transform: AllowanceOptions.address)
  var allowUnseenReferrers: [ResourceID] = []

  @Option(
    help: ArgumentHelp(
      "Allow this many changed objects, beyond safety.maxChangePercent.", valueName: "n"))
  var allowChanges: Int?

  @Option(
    help: ArgumentHelp(
      "Take over exactly this live object although it differs; repeatable.", valueName: "address"),
    transform: AllowanceOptions.address)
  var adopt: [ResourceID] = []

  func validate() throws {
    if let allowChanges, allowChanges < 0 {
      throw ValidationError("--allow-changes is \(allowChanges), expected a number from 0")
    }
  }

  @Sendable static func address(_ text: String) throws -> ResourceID {
    guard let id = ResourceID(parsing: text), !text.holds("*"), !text.holds("?") else {
      throw ValidationError("'\(text)' is not an exact address of the form kind/name")
    }
    return id
  }
}
