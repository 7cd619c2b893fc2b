internal import Glibc

/// Watches a running program: takes in what it writes, and ends it when its time is up.
///
/// The end of the process counts, never the end of its streams: a grandchild that keeps them open
/// keeps nobody waiting. Until its watcher is done the process is not reaped, so its number cannot
/// belong to another one yet.
struct ProgramWatch {
  let processID: pid_t
  let timeLimit: Duration
  let streams: ProgramStreams

  private static let tick = Duration.milliseconds(10)
  /// How long a program may take to end after it was asked to.
  private static let grace = Duration.seconds(5)

  /// Waits for the end; false when the time was up first.
  func isOverInTime() async -> Bool {
    let isInTime = await isOver(within: timeLimit)
    if !isInTime {
      kill(-processID, SIGTERM)
      _ = await isOver(within: Self.grace)
      // Also when the program itself has ended: its children may not have.
      kill(-processID, SIGKILL)
      while !hasEnded { await pause() }
    }
    streams.drain()
    return isInTime
  }

  private func isOver(within limit: Duration) async -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: limit)
    while !hasEnded {
      guard clock.now < deadline else { return false }
      streams.drain()
      await pause()
    }
    return true
  }

  private func pause() async {
    // A cancelled task does not sleep: it gives others their turn and goes on watching.
    if (try? await Task.sleep(for: Self.tick)) == nil {
      usleep(useconds_t(10_000))
      await Task.yield()
    }
  }

  private var hasEnded: Bool {
    var information = siginfo_t()
    let result = waitid(
      P_PID, id_t(processID), &information, Int32(WEXITED) | Int32(WNOHANG) | Int32(WNOWAIT))
    return result != 0 && errno != EINTR || information.si_signo == SIGCHLD
  }
}
