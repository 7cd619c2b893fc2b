internal import KMSModel
internal import Planning

/// Waits with the plan while other runs issue client keys that it is about.
struct RunWait {
  let stack: StackRun
  let context: CommandContext
  let limit: Duration

  private static let pause = Duration.seconds(5)

  /// Live state once no other run holds a key of the plan, or when the time is over.
  func readLive() async -> LiveState {
    let begin = context.patience.time()
    var told: Set<String> = []
    while true {
      let live = await stack.readLive()
      let left = limit - (context.patience.time() - begin)
      guard left > .zero else { return live }
      let held = stack.makePlan(live, stack.options).held
      guard !held.isEmpty else { return live }
      for one in held where told.insert(one.run + one.id.description).inserted {
        context.err.write("waiting: \(one.message)\n")
      }
      // Nothing was written: Ctrl-C ends the program here.
      _ = await context.patience.rest(min(left, Self.pause), Interruption())
    }
  }
}
