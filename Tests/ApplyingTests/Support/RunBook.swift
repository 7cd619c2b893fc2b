internal import KMSModel
internal import Synchronization

/// The processes of all machines: which runs live, as each machine can tell.
final class RunBook: Sendable {
  private let living = Mutex<Set<String>>([])
  private let counter = Counter()

  /// A new run; on its machine, others can tell whether it lives.
  func begin(on machine: String) -> RunRegistry {
    let number = String(counter.next(), radix: 16)
    let run = String(repeating: "0", count: 8 - number.utf8.count) + number
    living.withLock { _ = $0.insert(run) }
    return RunRegistry(run: run, host: Self.host(machine), process: "1-\(number)") { claim in
      !self.living.withLock { $0.contains(claim.run) }
    }
  }

  /// The process of a run is no more.
  func end(_ run: RunRegistry) { living.withLock { _ = $0.remove(run.run) } }

  static func host(_ machine: String) -> String { String(World.digest.hex(machine).prefix(8)) }
}
