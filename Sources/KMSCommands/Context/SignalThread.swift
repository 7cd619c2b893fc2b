internal import Glibc

/// The one thread that sees SIGINT and SIGTERM: the main thread.
///
/// Both are blocked before any other thread exists, so every later thread inherits the mask and
/// nobody is torn out of a system call. The main thread then waits for them with `sigwait`, and is
/// therefore free to do anything, which a signal handler is not. It must not become libdispatch's
/// main thread (as under an `async` main), because that one opens its mask again.
public enum SignalThread {
  /// Runs `body` on the concurrency pool and ends the program with what it returns; meanwhile the
  /// calling thread waits for signals.
  public static func run(
    _ interrupts: Interrupts, _ body: @escaping @Sendable () async -> Int32
  ) -> Never {
    // A reader that goes away (`kmsctl apply | head`) must not kill a run between two writes.
    _ = signal(SIGPIPE, SIG_IGN)
    var signals = watchedSignals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    // Nobody awaits this task: its last act is to end the program.
    Task.detached { exit(await body()) }
    var received: Int32 = 0
    while true {
      let isSignal = sigwait(&signals, &received) == 0
      if isSignal, interrupts.receive() { _exit(ExitStatus.interrupted.rawValue) }
    }
  }

  /// Lets the signals through again, for a program that takes this one's place.
  static func unblock() {
    var signals = watchedSignals
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    _ = signal(SIGPIPE, SIG_DFL)
  }

  private static var watchedSignals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    return signals
  }
}
