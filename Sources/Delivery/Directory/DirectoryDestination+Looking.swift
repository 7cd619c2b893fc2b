internal import Cryptography
internal import Glibc
public import KMSModel
internal import Secrets
internal import Texts

extension DirectoryDestination {
  /// Only files of this machine.
  public var isLocal: Bool { true }

  /// Whether `current` leads to the key's files, and whether they open.
  ///
  /// Where the directory's parent is missing, it belongs to another machine.
  public func look(for key: LiveClientKey) async -> DeliveryLook {
    if spec.isEphemeralAccepted {
      return .cannotTell("is 'ephemeral: accepted': a later step takes the files")
    }
    if isOnRunner { return .cannotTell("is not looked at: the variable CI is set") }
    do {
      return try find(key)
    } catch {
      switch error.number {
      case ENOTDIR, ELOOP, EISDIR, EFBIG: return .changed("cannot be used: \(error.message)")
      default: return .cannotTell("could not be looked at: \(error.message)")
      }
    }
  }

  private func find(_ key: LiveClientKey) throws(SystemError) -> DeliveryLook {
    let parent = PathText.parent(absolutePath)
    guard try Self.isDirectory(parent) else {
      return .cannotTell("is not of this machine: '\(parent)' is not there")
    }
    guard let root = try openIfThere() else { return .vanished("is not there") }
    guard let kind = try root.kind(of: Self.currentName) else {
      return .vanished("has no '\(Self.currentName)'")
    }
    guard kind == S_IFLNK, let current = try root.target(of: Self.currentName) else {
      return .changed("has a '\(Self.currentName)' that is no link")
    }
    guard current == key.id, KeyFiles.isSafe(current) else {
      return .changed("has a '\(Self.currentName)' that leads to '\(current)'")
    }
    guard try root.kind(of: current) != nil else {
      return .vanished("has a '\(Self.currentName)' that leads nowhere")
    }
    return try read(key, in: try root.directory(current))
  }

  private func read(
    _ key: LiveClientKey, in folder: DirectoryHandle
  ) throws(SystemError) -> DeliveryLook {
    let files = KeyFiles(id: key.id)
    var halves: (container: Secret?, password: Secret?)
    let names = try folder.names()
    for name in expectedFiles(files) where !names.contains(where: name.isMet) {
      return .vanished("has no '\(name.text)' of it")
    }
    if parts.includesKey {
      let json = try folder.read(files.keyName, atMost: KeyFiles.sizeLimit)
      guard let file = KeyFiles.read(json), file.id == key.id else {
        return .changed("has a '\(files.keyName)' that is not its key file")
      }
      halves.container = file.privateKeyData
    }
    if parts.includesPassword {
      let password = try folder.read(files.passwordName, atMost: KeyFiles.sizeLimit)
      guard password.byteCount > 0 else {
        return .changed("has an empty '\(files.passwordName)'")
      }
      halves.password = password
    }
    switch halves {
    case (let container?, let password?): return Self.open(container, password)
    case (let container?, nil): return .half(.key(container))
    case (nil, let password?): return .half(.password(password))
    case (nil, nil): return .cannotTell("is not to hold any part of it")
    }
  }

  private static func open(_ container: Secret, _ password: Secret) -> DeliveryLook {
    guard let opened = try? PKCS12.open(container, password: password), opened.hasPrivateKey else {
      return .changed("has a key file that does not open with the password beside it")
    }
    return .opened(certificatePEM: opened.certificatePEM)
  }

  /// A file that a delivery leaves; the instance's id is part of one name.
  private struct ExpectedFile {
    var text: String
    var prefix: String?

    func isMet(by name: String) -> Bool {
      prefix.map { name.begins(with: $0) } ?? name.isSame(as: text)
    }
  }

  private func expectedFiles(_ files: KeyFiles) -> [ExpectedFile] {
    let halves =
      (parts.includesKey ? [files.keyName] : [])
      + (parts.includesPassword ? [files.passwordName] : [])
    return halves.map { ExpectedFile(text: $0) }
      + spec.extras.map { extra in
        switch extra {
        case .certificateAuthority:
          ExpectedFile(
            text: CertificateAuthorityFile.prefix + "….pem",
            prefix: CertificateAuthorityFile.prefix)
        case .json: ExpectedFile(text: "kms-sdk.json")
        case .env: ExpectedFile(text: "kms-sdk.env")
        }
      }
  }

  /// Whether a directory is there; what cannot be looked at is an error.
  private static func isDirectory(_ path: String) throws(SystemError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let error = SystemError("look at", path)
      guard error.isMissing || error.number == ENOTDIR else { throw error }
      return false
    }
    return status.st_mode & S_IFMT == S_IFDIR
  }
}
