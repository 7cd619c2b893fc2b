internal import KMSModel
internal import Secrets

/// A model of KMS Secrets Manager with the rules of the SDK's models, and with calls that fail.
actor MemorySecrets: KMSSecretService {
  struct Stored: Sendable {
    var secret: KMSSecret
    var encryptionKey = ""
    var versions: [(id: String, value: Secret)] = []
    var current: String?
  }

  /// What happens to a call.
  enum Fault: Sendable {
    case refused(KMSFailure.Kind)
    case lostBefore
    case lostAfter
  }

  private(set) var secrets: [String: Stored] = [:]
  private(set) var calls: [String] = []
  private var faults: [String: [Fault?]] = [:]

  func put(_ stored: Stored) { secrets[stored.secret.name] = stored }

  func makeCurrent(_ id: String, of name: String) { secrets[name]?.current = id }

  /// The next calls of an operation, one after the other; nothing: it works.
  func fail(_ operation: String, _ faults: Fault?...) { self.faults[operation] = faults }

  func describeSecret(_ name: String) async throws(KMSFailure) -> KMSSecret {
    try meet("DescribeSecret")
    return try find(name, "DescribeSecret").secret
  }

  func createSecret(
    _ secret: NewKMSSecret, version: String, value: Secret
  ) async throws(KMSFailure) {
    let fault = try meet("CreateSecret")
    guard secrets[secret.name] == nil else {
      throw KMSFailure(.alreadyExists, operation: "CreateSecret", message: "it exists")
    }
    secrets[secret.name] = Stored(
      secret: KMSSecret(
        name: secret.name, type: "Generic", description: secret.description,
        instance: secret.instance, plannedDeletion: ""),
      encryptionKey: secret.encryptionKey, versions: [(version, value)], current: version)
    try loseAnswer(fault, "CreateSecret")
  }

  func putSecretValue(
    _ name: String, version: String, value: Secret
  ) async throws(KMSFailure) {
    let fault = try meet("PutSecretValue")
    let stored = try find(name, "PutSecretValue")
    if let there = stored.versions.first(where: { $0.id == version }) {
      guard there.value == value else {
        throw KMSFailure(.alreadyExists, operation: "PutSecretValue", message: "another value")
      }
    } else {
      secrets[name]?.versions.append((version, value))
      secrets[name]?.current = version
    }
    try loseAnswer(fault, "PutSecretValue")
  }

  func secretVersions(_ name: String) async throws(KMSFailure) -> [KMSSecretVersion] {
    try meet("ListSecretVersionIds")
    let stored = try find(name, "ListSecretVersionIds")
    return stored.versions.map {
      KMSSecretVersion(id: $0.id, stages: $0.id == stored.current ? ["ACSCurrent"] : [])
    }
  }

  func secretValue(_ name: String, version: String) async throws(KMSFailure) -> Secret {
    try meet("GetSecretValue")
    let stored = try find(name, "GetSecretValue")
    guard let found = stored.versions.first(where: { $0.id == version }) else {
      throw KMSFailure(.notFound, operation: "GetSecretValue", message: "no such version")
    }
    return found.value
  }

  private func find(_ name: String, _ operation: String) throws(KMSFailure) -> Stored {
    guard let stored = secrets[name] else {
      throw KMSFailure(.notFound, operation: operation, message: "no such secret")
    }
    return stored
  }

  @discardableResult
  private func meet(_ operation: String) throws(KMSFailure) -> Fault? {
    calls.append(operation)
    guard let fault = faults[operation]?.first else { return nil }
    faults[operation]?.removeFirst()
    switch fault {
    case .refused(let kind): throw KMSFailure(kind, operation: operation, message: "refused")
    case .lostBefore:
      throw KMSFailure(.unavailable, operation: operation, message: "lost", mayHaveHappened: true)
    case .lostAfter, nil: return fault
    }
  }

  private func loseAnswer(_ fault: Fault?, _ operation: String) throws(KMSFailure) {
    guard case .lostAfter? = fault else { return }
    throw KMSFailure(.unavailable, operation: operation, message: "lost", mayHaveHappened: true)
  }
}
