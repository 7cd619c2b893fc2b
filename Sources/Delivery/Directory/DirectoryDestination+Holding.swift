internal import Cryptography
internal import Glibc
internal import KMSModel
internal import Secrets
internal import Texts

extension DirectoryDestination {
  /// What `current` leads to, opened with the password beside it.
  ///
  /// A key that `current` leads to but whose files cannot be opened counts as unknown: somebody
  /// may be using them.
  ///
  /// One half does not open: it is handed on, for whoever has the other.
  public func holds(shortID: String) async throws(DeliveryError) -> DeliveryHolding {
    let content: (key: Secret?, password: Secret?)
    let id: String
    do {
      guard let root = try openIfThere() else { return .notPublished }
      guard let current = try root.target(of: Self.currentName) else {
        return try copies(of: shortID, in: root) ? .unknown : .notPublished
      }
      guard KeyFiles.isSafe(current), LiveClientKey.shortID(current) == shortID else {
        return .notPublished
      }
      id = current
      guard let files = try read(id, in: root) else { return .unknown }
      content = files
    } catch {
      throw failure(.unusable, error)
    }
    guard let json = content.key else {
      guard let password = content.password, password.byteCount > 0 else { return .unknown }
      return .publishedHalf(.password(password))
    }
    guard let file = KeyFiles.read(json), file.id == id else { return .unknown }
    guard let password = content.password else {
      return .publishedHalf(.key(file.privateKeyData))
    }
    guard let opened = try? PKCS12.open(file.privateKeyData, password: password),
      opened.hasPrivateKey
    else { return .unknown }
    return .published(certificatePEM: opened.certificatePEM)
  }

  /// Whether somebody put a directory with this key's files where the link was.
  private func copies(of shortID: String, in root: DirectoryHandle) throws(SystemError) -> Bool {
    guard try root.kind(of: Self.currentName) == S_IFDIR else { return false }
    return try root.directory(Self.currentName).names()
      .contains { $0.begins(with: "clientKey_KAAP.\(shortID)") }
  }

  /// The directory, or nothing when it is surely not there.
  func openIfThere() throws(SystemError) -> DirectoryHandle? {
    do {
      return try DirectoryHandle(absolutePath)
    } catch {
      guard error.isMissing else { throw error }
      return nil
    }
  }

  private func read(
    _ id: String, in root: DirectoryHandle
  ) throws(SystemError) -> (key: Secret?, password: Secret?)? {
    let files = KeyFiles(id: id)
    do {
      let directory = try root.directory(id)
      return (
        parts.includesKey
          ? try directory.read(files.keyName, atMost: KeyFiles.sizeLimit) : nil,
        parts.includesPassword
          ? try directory.read(files.passwordName, atMost: KeyFiles.sizeLimit) : nil
      )
    } catch {
      guard error.isMissing else { throw error }
      return nil
    }
  }
}
