internal import Glibc

/// The one thread that sees SIGINT and SIGTERM.
///
/// Both are blocked in the main thread before any other thread exists, so every later thread
/// inherits the mask and nobody is torn out of a system call. This thread waits for them with
/// `sigwait` and is therefore free to do anything, which a signal handler is not.
public enum SignalThread {
  /// Blocks the signals and starts the thread; to be called first thing in `main`.
  public static func start(_ interrupts: Interrupts) {
    // A reader that goes away (`kmsctl apply | head`) must not kill a run between two writes.
    _ = signal(SIGPIPE, SIG_IGN)
    var signals = watchedSignals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    // The thread releases the object when it ends, which is never: it lives as long as the program.
    let argument = Unmanaged.passRetained(interrupts).toOpaque()
    pthread_create(&thread, nil, { SignalThread.wait($0) }, argument)
  }

  /// Lets the signals through again, for a program that takes this one's place.
  static func unblock() {
    var signals = watchedSignals
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    _ = signal(SIGPIPE, SIG_DFL)
  }

  private static func wait(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let interrupts = Unmanaged<Interrupts>.fromOpaque(argument).takeRetainedValue()
    var signals = watchedSignals
    var received: Int32 = 0
    while sigwait(&signals, &received) == 0 {
      if interrupts.receive() { _exit(ExitStatus.interrupted.rawValue) }
    }
    return nil
  }

  private static var watchedSignals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    return signals
  }
}
