internal import FoundationEssentials
internal import KMSModel
internal import Secrets
internal import Texts

/// The two files of a client key, named and shaped as the console's download (kms-api §13).
struct KeyFiles {
  static let sizeLimit = 1 << 20

  let keyName: String
  let passwordName: String

  init(id: String) {
    keyName = "clientKey_\(id).json"
    passwordName = "clientKey_\(id)_Password.txt"
  }

  /// Whether an id can be part of a file name; it comes from the service.
  static func isSafe(_ id: String) -> Bool {
    guard let rest = id.rest(after: "KAAP."), !rest.isEmpty, id.utf8.count <= 64 else {
      return false
    }
    return rest.consists { $0.isASCIIAlphanumeric || $0 == "-" }
  }

  /// `{"KeyId":"…","PrivateKeyData":"…"}`.
  static func json(_ key: IssuedClientKey) -> Secret {
    var bytes = Array(#"{"KeyId":""#.utf8)
    defer { bytes.wipe() }
    key.privateKeyData.withUnsafeBytes { data in
      // Room for the whole first: growing would leave copies behind.
      bytes.reserveCapacity(data.count * 6 + 256)
      bytes += key.id.utf8
      bytes += #"","PrivateKeyData":""#.utf8
      for byte in data { JSONEscape.append(byte, to: &bytes) }
      bytes += #""}"#.utf8
    }
    return Secret(bytes: bytes)
  }

  /// Reads a key file back.
  static func read(_ json: Secret) -> (id: String, privateKeyData: Secret)? {
    struct File: Decodable {
      var id: String
      var privateKeyData: String

      enum CodingKeys: String, CodingKey {
        case id = "KeyId"
        case privateKeyData = "PrivateKeyData"
      }
    }
    let file = json.withUnsafeBytes { try? JSONDecoder().decode(File.self, from: Data($0)) }
    return file.map { ($0.id, Secret($0.privateKeyData)) }
  }
}
