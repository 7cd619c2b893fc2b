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
  /// The version of a key, or nothing: that it was never stored is believed only after some
  /// seconds, because the key is taken back then.
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
      guard await wait.again() else { return nil }
    }
  }
}
