internal import KMSModel
internal import Secrets

struct InstanceRecord: Named {
  var id: String
  var displayName: String
  var status: String
  var createTime: Timestamp
  /// Empty until somebody asks for it.
  var caCertificateChainPEM = ""

  var name: String { id }
  var isConnected: Bool { status == "Connected" }
}

struct KeyRecord: Named {
  var id: String
  var instance: String
  var spec: String
  var usage: String
  var description: String
  var createTime: Timestamp

  var name: String { id }
}

struct SecretRecord: Named {
  var name: String
  var type: String
  var instance: String
  var description: String
  var createTime: Timestamp
  var encryptionKey: String?
  /// Oldest first; nothing in state files from before the sandbox kept any.
  var versions: [SecretVersionRecord]?
}

/// One version of a secret. Its value is kept in memory only: the state file has a digest of it,
/// so that a repeat is still told from another value after a restart.
struct SecretVersionRecord: Codable, Sendable {
  var id: String
  var stages: [String]
  var createTime: Timestamp
  var digest: String
  /// Nothing after a restart.
  var value: Secret?

  private enum CodingKeys: String, CodingKey { case id, stages, createTime, digest }
}

/// An access key pair that the sandbox accepts; it opens nothing but this sandbox.
struct AccessKeyRecord: Named {
  var id: String
  var secret: String
  /// The token that has to come along, for a temporary pair.
  var securityToken: String?

  var name: String { id }
}
