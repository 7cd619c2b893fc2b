internal import Cryptography
internal import KMSModel
internal import Secrets

extension SecretDestination {
  /// What the version with the key's id says.
  ///
  /// A version that is there but not the current one was current once: somebody may be using it.
  /// Reading the value takes the right to GetSecretValue, which a delivery needs for nothing else:
  /// without it the key counts as perhaps in use, and a successor is issued.
  func holds(shortID: String) async throws(DeliveryError) -> DeliveryHolding {
    guard let version = try await version(of: shortID) else { return .notPublished }
    guard version.isCurrent,
      let value = try? await service.secretValue(spec.name, version: version.id),
      let content = DeliveryDocument.read(value), content.id == version.id
    else { return .unknown }
    switch (content.privateKeyData, content.password) {
    case (nil, nil): return .unknown
    case (let key?, nil): return .publishedHalf(.key(key))
    case (nil, let password?): return .publishedHalf(.password(password))
    case (let key?, let password?):
      guard let opened = try? PKCS12.open(key, password: password), opened.hasPrivateKey else {
        return .unknown
      }
      return .published(certificatePEM: opened.certificatePEM)
    }
  }

  /// Whether the version with the key's id is the current one.
  ///
  /// A version's value never changes, and only the issue of exactly this key can have stored it, so
  /// its id is enough, and the right to GetSecretValue is not needed. That it is not there is
  /// believed only after some seconds.
  func look(for key: LiveClientKey) async -> DeliveryLook {
    var wait = patience.begin(interruption)
    while true {
      let look = await lookOnce(for: key)
      guard case .vanished = look, await wait.again() else { return look }
    }
  }

  private func lookOnce(for key: LiveClientKey) async -> DeliveryLook {
    do {
      let versions = try await service.secretVersions(spec.name)
      guard let version = versions.first(where: { $0.id == key.id }) else {
        return .vanished("has no version '\(key.id)'")
      }
      guard !version.isCurrent else { return .held }
      let other = versions.first { $0.isCurrent }.map { "version '\($0.id)'" }
      return .changed("has \(other ?? "no version") as the current one")
    } catch {
      guard error.kind == .notFound else {
        return .cannotTell("could not be asked: \(error)")
      }
      return .vanished("is not there")
    }
  }

  /// The version of a key, or nothing: that it was never stored is believed only after some
  /// seconds, because the key is taken back then, and never when those were cut short.
  private func version(
    of shortID: String
  ) async throws(DeliveryError) -> KMSSecretVersion? {
    var wait = patience.begin(interruption)
    while true {
      do throws(KMSFailure) {
        let versions = try await service.secretVersions(spec.name)
        if let found = versions.first(where: { LiveClientKey.shortID($0.id) == shortID }) {
          return found
        }
      } catch {
        guard error.kind == .notFound else { throw failure(.unusable, error) }
      }
      guard await wait.again() else {
        guard wait.wasInterrupted else { return nil }
        throw failure(
          .unusable, "interrupted before it could be told whether client key \(shortID) is there",
          nextStep: "run 'kmsctl apply' again")
      }
    }
  }
}
