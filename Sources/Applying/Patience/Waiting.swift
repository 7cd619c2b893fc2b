internal import KMSModel

/// What one step needs in order to wait for what the service does not show yet.
struct Waiting: Sendable {
  let patience: Patience
  let memory: WriteMemory
  let interruption: Interruption
  /// Tells about the running step.
  let note: @Sendable (String) async -> Void

  func begin() -> Wait { patience.begin(interruption) }

  /// Pauses before something is asked again that this run wrote: patience counts from its last
  /// write.
  func again(_ wait: inout Wait) async -> Bool {
    await again(&wait, since: await memory.lastWrite)
  }

  /// Pauses before something is asked again that somebody else may have written.
  func againForOthers(_ wait: inout Wait) async -> Bool { await again(&wait, since: nil) }

  private func again(_ wait: inout Wait, since lastWrite: Duration?) async -> Bool {
    if wait.isFresh { await note("waiting: the service does not show it yet") }
    return await wait.again(since: lastWrite)
  }
}
