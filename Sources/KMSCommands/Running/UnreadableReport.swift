internal import KMSModel
internal import Planning
internal import Rendering

/// Says on stderr that a result is not complete.
struct UnreadableReport {
  let context: CommandContext
  /// Whether the result itself, on stdout, lists what could not be read, for people.
  let isListed: Bool

  /// One line where the result has the causes, else one per cause.
  func print(_ objects: [UnreadableObject], so consequence: String) {
    guard !objects.isEmpty else { return }
    let text = FailureText(style: .plain)
    guard !isListed else {
      let message = "\(objects.count) of the live objects could not be read, so \(consequence)"
      context.err.write(text.render(message, nextStep: nil))
      return
    }
    for group in UnreadableGroup.groups(objects) {
      context.err.write(
        text.render("\(group.message), so \(consequence)", nextStep: group.nextStep))
    }
  }
}
