import Cryptography
import KMSModel
import Secrets
import Synchronization

@testable import KMSSandbox

/// Client keys that were made once: a real one takes a good part of a second.
///
/// The certificates' own dates say nothing: what counts is what the service lists.
enum KeyPool {
  /// The password that the stack's manifests take from the environment.
  static let password = "Simulation-0451"

  private static let made = Mutex<[ClientKeyMaker.Halves]>([])

  /// The halves of the key with this number; every story takes them in the same order.
  static func halves(_ number: Int) throws(PKCS12Error) -> ClientKeyMaker.Halves {
    try made.withLock { made throws(PKCS12Error) in
      while made.count <= number { made.append(try make(password)) }
      return made[number]
    }
  }

  private static func make(_ password: String) throws(PKCS12Error) -> ClientKeyMaker.Halves {
    try PKCS12.issue(
      commonName: "pooled", notBefore: 1_500_000_000, notAfter: 2_500_000_000,
      password: Secret(password))
  }

  /// More keys than this in one story begin again with the first halves.
  private static let size = 24

  /// The maker of one story: ids and halves follow from how many keys there were before.
  static func maker(_ counter: KeyCounter) -> ClientKeyMaker {
    ClientKeyMaker(
      id: { counter.id() },
      make: { id, order throws(PKCS12Error) in
        guard order.password == Secret(password) else {
          throw PKCS12Error(.failed, "the pool knows one password, and it is not the order's")
        }
        return try halves(KeyCounter.number(of: id) % size)
      })
  }
}

/// Numbers the client keys of one story.
final class KeyCounter: Sendable {
  private let count: Atomic<Int>

  init(_ count: Int) { self.count = Atomic(count) }

  var value: Int { count.load(ordering: .relaxed) }

  /// The next id.
  func id() -> String {
    let number = count.add(1, ordering: .relaxed).newValue
    let digits = String(number, radix: 16)
    let padded = String(repeating: "0", count: 7 - digits.count) + digits
    return "KAAP.a\(padded)-0000-4000-8000-000000000000"
  }

  static func number(of id: String) -> Int {
    Int(LiveClientKey.shortID(id).dropFirst(), radix: 16) ?? 0
  }
}
