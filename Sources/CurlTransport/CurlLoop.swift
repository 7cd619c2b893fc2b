internal import CCurl
internal import Glibc

/// One thread that runs an actor's jobs and libcurl's transfers in turn.
///
/// The thread runs what is queued, lets libcurl move bytes, then sleeps in `curl_multi_poll`.
/// `curl_multi_wakeup` is the one call libcurl allows from other threads, and `enqueue` makes it.
final class CurlLoop: SerialExecutor {
  private struct Inbox: Sendable {
    var jobs: [UnownedJob] = []
    var cancelled: [Transfer.ID] = []
    weak var client: CurlClient?
    var thread: pthread_t?
    var isStopped = false
  }

  // libcurl allows one thread at a time: the loop's. `curl_multi_wakeup` alone comes from others,
  // under the inbox's lock and never after `isStopped`, which precedes the clean-up.
  nonisolated(unsafe) let multi: UnsafeMutableRawPointer
  private let inbox = Locked(Inbox())

  /// How long the thread sleeps when nobody wakes it and libcurl has no timer of its own.
  private static let longestSleepMilliseconds: Int32 = 60_000

  init(multi: UnsafeMutableRawPointer) { self.multi = multi }

  /// Starts the thread; it keeps the loop alive until `stop`.
  func start(for client: CurlClient) -> Bool {
    inbox.withLock { $0.client = client }
    var thread = pthread_t()
    // The thread takes this reference over and drops it when it ends.
    let retained = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, retained.toOpaque())
    guard status == 0 else {
      retained.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    notify { $0.jobs.append(job) }
  }

  /// Asks for the end of a transfer, from any thread.
  func cancel(_ id: Transfer.ID) {
    notify { $0.cancelled.append(id) }
  }

  /// Ends the thread, which closes all connections behind itself.
  func stop() {
    notify { $0.isStopped = true }
  }

  func isIsolatingCurrentContext() -> Bool? {
    inbox.withLock { inbox in
      inbox.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false
    }
  }

  func checkIsolated() {
    precondition(isIsolatingCurrentContext() == true, "only the loop's thread enters the client")
  }

  private func notify(_ change: (inout Inbox) -> Void) {
    inbox.withLock { inbox in
      guard !inbox.isStopped else { return }
      change(&inbox)
      curl_multi_wakeup(multi)
    }
  }

  private func run() {
    inbox.withLock { $0.thread = pthread_self() }
    while let milliseconds = turn() {
      curl_multi_poll(multi, nil, 0, milliseconds, nil)
    }
    curl_multi_cleanup(multi)
  }

  /// Runs what is queued, then one step of libcurl; tells how long to sleep at most, and nothing
  /// when the loop is stopped.
  private func turn() -> Int32? {
    let (jobs, cancelled) = inbox.withLock { inbox in
      defer { (inbox.jobs, inbox.cancelled) = ([], []) }
      return (inbox.jobs, inbox.cancelled)
    }
    for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
    // The reference lives for this line only; dropping the last one stops the loop.
    let deadline = inbox.withLock { $0.client }?.assumeIsolated { $0.step(cancelled: cancelled) }
    guard inbox.withLock({ !$0.isStopped }) else { return nil }
    guard let deadline = deadline ?? nil else { return Self.longestSleepMilliseconds }
    let left = Transfer.Clock.now.duration(to: deadline).wholeMilliseconds
    return min(Self.longestSleepMilliseconds, Int32(clamping: left))
  }
}
