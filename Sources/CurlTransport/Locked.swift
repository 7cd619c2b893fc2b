internal import Glibc

/// A value that is touched only while a `pthread_mutex_t` is held.
///
/// `Synchronization.Mutex` would do the same and be checked by the compiler, but ThreadSanitizer
/// does not see its contended path on Linux, a futex call inside the runtime: this target's tests
/// gave eight reports with it, all of accesses inside `withLock`, and give none with this. Races
/// that can be searched for are worth these lines.
final class Locked<Value: Sendable>: Sendable {
  // Made in `init`, destroyed in `deinit`; in between only pthread touches what it points at.
  private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>
  // `withLock` is the only access, and it holds the mutex.
  private nonisolated(unsafe) var value: Value

  init(_ value: Value) {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    self.value = value
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Runs a few lines with the value; never nested, never across `await`.
  func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value)
  }
}
