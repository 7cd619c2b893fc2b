internal import KMSModel
internal import Secrets
internal import Texts

/// Whose secret it is stands in its description: nothing else of a secret says so for good.
extension SecretDestination {
  func preflight() async throws(DeliveryError) { try await check(nil) }

  func preflight(for owner: KeyOwner) async throws(DeliveryError) { try await check(owner) }

  /// A secret that is not shown may have just been made: where kmsctl may not make it, that it is
  /// not there is believed only after some seconds.
  private func check(_ owner: KeyOwner?) async throws(DeliveryError) {
    var wait = patience.begin(interruption)
    while try await find(owner) == nil {
      guard let owner else { return }
      do throws(DeliveryError) {
        _ = try newSecret(for: owner)
        return
      } catch {
        guard await wait.again() else {
          var error = error
          error.message += wait.words
          throw error
        }
      }
    }
    while true {
      // The right to do this is needed to read a delivery back.
      do throws(KMSFailure) {
        _ = try await service.secretVersions(spec.name)
        return
      } catch {
        guard error.kind == .notFound, await wait.again() else { throw failure(.unusable, error) }
      }
    }
  }

  /// What the description of an access point's secret holds.
  static func ownerText(_ owner: KeyOwner) -> String { "kmsctl: client key of \(owner)" }

  /// The secret if it is there and may be written for this access point.
  func find(_ owner: KeyOwner?) async throws(DeliveryError) -> KMSSecret? {
    let secret: KMSSecret
    do {
      secret = try await service.describeSecret(spec.name)
    } catch {
      guard error.kind == .notFound else { throw failure(.unusable, error) }
      return nil
    }
    if let owner { try refuseOther(secret, than: owner) }
    guard secret.type == KMSSecret.genericType else {
      throw failure(
        .unusable, "it is of type '\(secret.type)', expected '\(KMSSecret.genericType)'",
        nextStep: "name another secret")
    }
    guard secret.plannedDeletion.isEmpty else {
      throw failure(
        .unusable, "it will be deleted at \(secret.plannedDeletion)",
        nextStep: "restore it, or name another secret")
    }
    if let instance = spec.instance, secret.instance != instance {
      let found = secret.instance.isEmpty ? "the shared service" : "instance '\(secret.instance)'"
      throw failure(
        .unusable, "it is kept by \(found), expected instance '\(instance)'",
        nextStep: "correct 'instance', or name another secret")
    }
    return secret
  }

  /// What a secret that is not there is made from.
  func newSecret(for owner: KeyOwner) throws(DeliveryError) -> NewKMSSecret {
    guard let instance = spec.instance, let key = spec.encryptionKey else {
      throw failure(
        .unusable, "there is no such secret",
        nextStep: "give 'instance' and 'encryptionKey' so that it can be made")
    }
    return NewKMSSecret(
      name: spec.name, description: Self.ownerText(owner), instance: instance, encryptionKey: key)
  }

  private func refuseOther(_ secret: KMSSecret, than owner: KeyOwner) throws(DeliveryError) {
    let text = Self.ownerText(owner)
    // A longer name must not pass for the shorter one it begins with.
    let lines = secret.description.parts(at: "\n")
    guard !lines.contains(where: { $0.isSame(as: text) }) else { return }
    let nobody = Self.ownerText(KeyOwner(account: "", region: "", accessPoint: ""))
    let prefix = nobody.halves(at: "/")?.before ?? ""
    let other = lines.compactMap { $0.rest(after: prefix) }.first
    throw failure(
      .unusable,
      other.map { "it holds the keys of access point '\($0)', not of '\(owner)'" }
        ?? "it is not a secret for the keys of access point '\(owner)'",
      nextStep: "name another secret, or make '\(text)' a line of its description if it is meant")
  }

  func failure(
    _ code: DeliveryError.Code, _ message: String,
    nextStep: String = "look at the secret in the console, then apply again"
  ) -> DeliveryError {
    DeliveryError(code, destination: summary, message: message, nextStep: nextStep)
  }

  /// The service's own words.
  func failure(_ code: DeliveryError.Code, _ error: KMSFailure) -> DeliveryError {
    DeliveryError(
      code, destination: summary, message: error.description,
      nextStep: "see that kmsctl's caller may read and write the secret, then apply again",
      service: error)
  }
}
