internal import KMSModel

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
}

/// An access key pair that the sandbox accepts; it opens nothing but this sandbox.
struct AccessKeyRecord: Named {
  var id: String
  var secret: String
  /// The token that has to come along, for a temporary pair.
  var securityToken: String?

  var name: String { id }
}
