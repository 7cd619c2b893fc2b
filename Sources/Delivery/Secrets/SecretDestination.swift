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
    guard (try? await isCurrent(id)) == true else { throw failure(.outcomeUnknown, refusal) }
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
    // Somebody made it meanwhile: then it is looked at like any other.
    _ = try await find(owner)
    return await put(value, id)
  }

  private func readBack(_ id: String) async throws(DeliveryError) {
    do {
      guard try await isCurrent(id) else {
        throw failure(
          .readBackDiffers, "'\(KMSSecretVersion.currentStage)' does not point to version '\(id)'",
          nextStep: "see who else writes to this secret")
      }
    } catch let error as DeliveryError {
      throw error
    } catch let error as KMSFailure {
      throw failure(.outcomeUnknown, error)
    } catch {
      throw failure(.outcomeUnknown, "reading back failed")
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
