import Cryptography
import Delivery
import KMSModel
import Secrets
import Synchronization

/// What one application's directory holds.
struct Application: Sendable {
  /// A key as it was delivered.
  struct Delivered: Sendable {
    var id: String
    var container: Secret
    var password: Secret
    /// The certificate inside; nothing when it does not open.
    var certificatePEM: String?
    var actor: Int
    var event: Int
  }

  var staged: [String: Delivered] = [:]
  var current: Delivered?
  /// Every key that was ever current, in order.
  var published: [String] = []
}

/// The applications of one story, by the path of their directory.
final class Applications: Sendable {
  private let all: Mutex<[String: Application]>

  init(_ all: [String: Application]) { self.all = Mutex(all) }

  var everything: [String: Application] { all.withLock { $0 } }

  func change(_ path: String, _ edit: (inout Application) -> Void) {
    all.withLock { edit(&$0[path, default: Application()]) }
  }

  subscript(path: String) -> Application { all.withLock { $0[path] ?? Application() } }
}

/// Containers that were opened before: the same bytes open again in the same way.
enum OpenedContainers {
  private static let known = Mutex<[String: String?]>([:])

  /// The certificate in a container that opens with the password and has its key; else nothing.
  static func certificate(_ container: Secret, _ password: Secret) -> String? {
    let text = container.withUnsafeText { $0 } + "\n" + password.withUnsafeText { $0 }
    return known.withLock { known in
      if let found = known[text] { return found }
      let opened = try? PKCS12.open(container, password: password)
      let certificate = opened.flatMap { $0.hasPrivateKey ? $0.certificatePEM : nil }
      known[text] = .some(certificate)
      return certificate
    }
  }
}

/// A directory of one application, as one run sees it: every operation waits for the scheduler.
struct MemoryDirectory: ClientKeyDestination {
  let path: String
  let actor: Int
  let gate: Gate
  let applications: Applications

  var summary: String { "directory \(path)" }
  var place: String? { "memory\n\(path)" }
  var isLocal: Bool { true }

  func preflight() async throws(DeliveryError) {}

  func stage(_ key: DeliverableKey) async throws(DeliveryError) {
    try await work("stage") { event in
      applications.change(path) { $0.staged[key.issued.id] = delivered(key, event) }
    }
  }

  func publish(_ key: DeliverableKey) async throws(DeliveryError) {
    try await work("publish") { event in
      applications.change(path) { application in
        application.staged[key.issued.id] = nil
        application.current = delivered(key, event)
        application.published.append(key.issued.id)
      }
    }
  }

  func holds(shortID: String) async throws(DeliveryError) -> DeliveryHolding {
    try await work("ask") { _ in }
    guard let current = applications[path].current,
      LiveClientKey.shortID(current.id) == shortID
    else { return .notPublished }
    return current.certificatePEM.map { .published(certificatePEM: $0) } ?? .unknown
  }

  func discard(shortID: String) async throws(DeliveryError) {
    try await work("discard") { _ in
      applications.change(path) { application in
        application.staged = application.staged.filter {
          LiveClientKey.shortID($0.key) != shortID
        }
      }
    }
  }

  func look(for key: LiveClientKey) async -> DeliveryLook {
    let permit = await gate.pass(actor, .place("look \(path)"))
    guard !permit.isDead, let current = applications[path].current else {
      return permit.isDead ? .cannotTell("was not asked") : .vanished("is empty")
    }
    guard current.id == key.id else { return .changed("holds another client key") }
    return current.certificatePEM.map { .opened(certificatePEM: $0) }
      ?? .changed("has files that do not open")
  }

  private func delivered(_ key: DeliverableKey, _ event: Int) -> Application.Delivered {
    Application.Delivered(
      id: key.issued.id, container: key.issued.privateKeyData, password: key.password,
      certificatePEM: OpenedContainers.certificate(key.issued.privateKeyData, key.password),
      actor: actor, event: event)
  }

  /// One operation, which a fault may keep from being done, or from being known to be done.
  private func work(
    _ name: String, _ body: (Int) -> Void
  ) async throws(DeliveryError) {
    let permit = await gate.pass(actor, .place("\(name) \(path)"))
    guard !permit.isDead else { throw failure(.writeFailed, "the run was killed") }
    switch permit.fault {
    case nil: body(permit.event)
    case .killed(let afterWork):
      if afterWork { body(permit.event) }
      gate.kill(actor)
      throw failure(.writeFailed, "the run was killed")
    case .lostAnswer, .failedAfterwards, .late:
      body(permit.event)
      throw failure(.outcomeUnknown, "nobody knows whether it worked")
    default: throw failure(.writeFailed, "no space left")
    }
  }

  private func failure(_ code: DeliveryError.Code, _ message: String) -> DeliveryError {
    DeliveryError(code, destination: summary, message: message, nextStep: "repair the directory")
  }
}
