internal import KMSModel
internal import Secrets

/// The files that one key gets in its own directory, in the order they are written.
///
/// Extras stand beside the halves, so that the one switch of `current` changes all of them at once.
struct KeyFolder {
  struct File {
    var name: String
    var content: Secret
  }

  let files: [File]

  init(_ key: DeliverableKey, spec: DirectorySpec, parts: KeyParts, absolutePath: String) {
    let names = KeyFiles(id: key.issued.id)
    var files: [File] = []
    if parts.includesKey {
      files.append(File(name: names.keyName, content: KeyFiles.json(key.issued)))
    }
    if parts.includesPassword {
      files.append(File(name: names.passwordName, content: key.password))
    }
    if let instance = key.instance {
      let sdk = SDKFiles(
        instance, keyID: key.issued.id, parts: parts,
        hasCertificateAuthority: spec.extras.contains(.certificateAuthority),
        directory: "\(absolutePath)/\(key.issued.id)")
      files += spec.extras.map { sdk.file($0) }
    }
    self.files = files
  }
}
