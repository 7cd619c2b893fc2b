internal import KMSModel

struct NetworkRuleRecord: Named {
  var name: String
  var type: String
  var description: String
  /// The compact JSON text of the list; empty when none was ever given.
  var sourcePrivateIP: String
}

struct PolicyRecord: Named {
  var name: String
  var kmsInstance: String
  var permissions: [String]
  var resources: [String]
  /// Byte for byte as it came.
  var accessControlRules: String
  var description: String

  /// The names of the rules it refers to.
  var networkRules: [String] {
    WireJSON(text: accessControlRules)?["NetworkRules"]?.stringList ?? []
  }
}

struct AccessPointRecord: Named {
  var name: String
  var authenticationMethod: String
  var policies: [String]
  var description: String
}

/// The public half of a client key; the private one leaves with the answer that issues it.
struct ClientKeyRecord: Named {
  var id: String
  var accessPoint: String
  var createTime: Timestamp
  var notBefore: Timestamp
  var notAfter: Timestamp
  var certificatePEM: String

  var name: String { id }
}
