internal import KMSModel
internal import Secrets

/// A secret of KMS Secrets Manager; each client key is a version with the key's own id.
///
/// Nothing is staged: storing a version makes it the current one in the same call, all or nothing.
/// As the version's id is the key's, a repeat is harmless, and after a lost answer the list of
/// versions tells whether it was stored; only an issue of exactly this key can have stored it.
struct SecretDestination: ClientKeyDestination {
  let spec: SecretSpec
  let parts: KeyParts
  let service: any KMSSecretService
  var patience = Patience.none
  var interruption = Interruption()

  var summary: String { "secret \(spec.name)" }

  /// Names are unique in an account's region, and so is the access point whose intent remembers it.
  var place: String? { "kmsSecret\n\(spec.name)" }

  func stage(_ key: DeliverableKey) async throws(DeliveryError) {
    _ = try value(of: key)
  }

  func publish(_ key: DeliverableKey) async throws(DeliveryError) {
    let value = try value(of: key)
    guard let owner = key.owner else {
      throw failure(.unusable, "it is not known whose key this is")
    }
    let id = key.issued.id
    let isThere = try await find(owner) != nil
    let refusal =
      isThere ? await put(value, id) : try await create(value, id, for: owner)
    guard let refusal else { return try await readBack(id) }
    guard
      refusal.mayHaveHappened || refusal.kind == .malformedAnswer
        || refusal.kind == .alreadyExists
    else {
      throw failure(.writeFailed, refusal)
    }
    // The answer is lost, or an earlier one was: the versions decide; when they do not show it, it counts as published.
    var wait = patience.begin(interruption)
    while (try? await isCurrent(id)) != true {
      guard await wait.again() else { throw failure(.outcomeUnknown, refusal) }
    }
  }

  func discard(shortID: String) async throws(DeliveryError) {}

  private func put(_ value: Secret, _ id: String) async -> KMSFailure? {
    do throws(KMSFailure) {
      try await service.putSecretValue(spec.name, version: id, value: value)
      return nil
    } catch {
      return error
    }
  }

  private func create(
    _ value: Secret, _ id: String, for owner: KeyOwner
  ) async throws(DeliveryError) -> KMSFailure? {
    let order = try newSecret(for: owner)
    do throws(KMSFailure) {
      try await service.createSecret(order, version: id, value: value)
      return nil
    } catch {
      guard error.kind == .alreadyExists else { return error }
    }
    // Somebody made it meanwhile: then it is looked at like any other, as soon as it is shown.
    var wait = patience.begin(interruption)
    while try await find(owner) == nil {
      guard await wait.again() else {
        throw failure(
          .unusable, "it exists, but the service does not show whose it is\(wait.words)",
          nextStep: "apply again in a while")
      }
    }
    return await put(value, id)
  }

  /// Sees that the version is the current one; the list of versions may lag behind.
  private func readBack(_ id: String) async throws(DeliveryError) {
    var wait = patience.begin(interruption)
    while true {
      do throws(KMSFailure) {
        if try await isCurrent(id) { return }
      } catch {
        // A secret that was just made may not be shown yet.
        guard error.kind == .notFound else { throw failure(.outcomeUnknown, error) }
      }
      guard await wait.again() else {
        throw failure(
          .readBackDiffers,
          "'\(KMSSecretVersion.currentStage)' does not point to version '\(id)'\(wait.words)",
          nextStep: "see who else writes to this secret")
      }
    }
  }

  private func isCurrent(_ id: String) async throws(KMSFailure) -> Bool {
    try await service.secretVersions(spec.name).contains { $0.id == id && $0.isCurrent }
  }

  private func value(of key: DeliverableKey) throws(DeliveryError) -> Secret {
    let value = JSONText.document(DeliveryDocument(key: key, parts: parts).json)
    guard value.byteCount <= KMSSecret.maximumValueBytes else {
      throw failure(
        .unusable,
        "the key's document has \(value.byteCount) bytes, a secret takes "
          + "\(KMSSecret.maximumValueBytes)", nextStep: "deliver to a directory")
    }
    return value
  }
}
