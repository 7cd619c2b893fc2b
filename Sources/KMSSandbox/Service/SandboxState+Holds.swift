extension SandboxState {
  /// Stands still until somebody releases the call.
  func hold(_ call: HeldCall) async {
    held[call.number] = call
    for waiter in holdWaiters { waiter.resume() }
    holdWaiters = []
    await withCheckedContinuation { releases[call.number] = $0 }
  }

  /// Lets every held call go on.
  func releaseAll() {
    held = [:]
    for release in releases.values { release.resume() }
    releases = [:]
  }

  /// Comes back once a call is held.
  func waitForHold() async {
    guard held.isEmpty else { return }
    await withCheckedContinuation { holdWaiters.append($0) }
  }
}
