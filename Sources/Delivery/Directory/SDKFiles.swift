internal import FoundationEssentials
internal import KMSModel
internal import Secrets

/// The files with which an application starts without another look-up; nothing in them is secret.
///
/// The names in `kms-sdk.json` are those of Alibaba's own client configuration where it has one
/// (kms-api §13). Paths name the key's own directory, not `current`: whoever reads the file through
/// `current` and opens the others a moment later still gets one key's files, switch or no switch.
struct SDKFiles {
  private let instance: InstanceAccess
  private let keyID: String
  private let settings: [Setting]

  /// One value under its two names.
  private struct Setting {
    var name: String
    var variable: String
    var value: String
  }

  init(
    _ instance: InstanceAccess, keyID: String, parts: KeyParts, hasCertificateAuthority: Bool,
    directory: String
  ) {
    self.instance = instance
    self.keyID = keyID
    let files = KeyFiles(id: keyID)
    var settings = [
      Setting(name: "protocol", variable: "KMS_PROTOCOL", value: "https"),
      Setting(name: "endpoint", variable: "KMS_ENDPOINT", value: instance.endpoint.host),
      Setting(name: "instanceId", variable: "KMS_INSTANCE", value: instance.id),
      Setting(name: "keyId", variable: "KMS_KEY_ID", value: keyID),
    ]
    if parts.includesKey {
      settings.append(
        Setting(
          name: "clientKeyFile", variable: "KMS_CLIENT_KEY_FILE",
          value: "\(directory)/\(files.keyName)"))
    }
    if parts.includesPassword {
      settings.append(
        Setting(
          name: "passwordFromFilePath", variable: "KMS_CLIENT_KEY_PASSWORD_FILE",
          value: "\(directory)/\(files.passwordName)"))
    }
    if hasCertificateAuthority {
      settings.append(
        Setting(
          name: "caFilePath", variable: "KMS_CA_FILE",
          value: "\(directory)/\(CertificateAuthorityFile.name(instance.id))"))
    }
    self.settings = settings
  }

  func file(_ extra: DirectorySpec.Extra) -> KeyFolder.File {
    switch extra {
    case .certificateAuthority:
      KeyFolder.File(
        name: certificateAuthority.name, content: Secret(certificateAuthority.content))
    case .json: KeyFolder.File(name: "kms-sdk.json", content: Secret(json))
    case .env: KeyFolder.File(name: "kms-sdk.env", content: Secret(environment))
    }
  }

  /// Whether shells, systemd and container engines read a path in an environment file alike.
  static func isPlain(_ path: String) -> Bool {
    path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: Array("/._-+@:,".utf8).contains(byte)
      }
    }
  }

  private var certificateAuthority: CertificateAuthorityFile {
    CertificateAuthorityFile(
      instanceID: instance.id, chainPEM: instance.certificateAuthorityPEM)
  }

  private var json: String {
    let values = Dictionary(settings.map { ($0.name, $0.value) }) { first, _ in first }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(values)) ?? Data()
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private var environment: String {
    settings.map { "\($0.variable)=\($0.value)\n" }.joined()
  }
}
