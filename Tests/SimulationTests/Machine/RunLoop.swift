import Glibc
import Synchronization

/// One thread that runs every job of a simulation, one after the other, in the order they came.
///
/// Tasks that prefer it, their children, and the default actors they call stay on it (SE-0417). So
/// when the queue is empty, everybody waits for something that only the scheduler can give.
final class RunLoop: TaskExecutor {
  private struct Queue {
    var jobs: [UnownedJob] = []
    var next = 0
    var strays = 0
  }

  private let queue = Mutex(Queue())
  private let thread = pthread_self()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isStray = pthread_equal(thread, pthread_self()) == 0
    queue.withLock { queue in
      queue.jobs.append(job)
      if isStray { queue.strays += 1 }
    }
  }

  /// Runs jobs until none is left; the caller is on the thread that made the loop.
  func drain() {
    while let job = pop() { job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  /// How many jobs came from another thread: something left the loop, and the order is chance.
  var strays: Int { queue.withLock { $0.strays } }

  private func pop() -> UnownedJob? {
    queue.withLock { queue in
      guard queue.next < queue.jobs.count else {
        queue.jobs.removeAll(keepingCapacity: true)
        queue.next = 0
        return nil
      }
      queue.next += 1
      return queue.jobs[queue.next - 1]
    }
  }
}
