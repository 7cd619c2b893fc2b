/// Everything the pretended account holds; this is what the state file stores.
struct Inventory: Sendable, Codable {
  var account: String
  var region: String
  var accessKeys: NamedStore<AccessKeyRecord>
  var networkRules = NamedStore<NetworkRuleRecord>()
  var policies = NamedStore<PolicyRecord>()
  var accessPoints = NamedStore<AccessPointRecord>()
  var clientKeys = NamedStore<ClientKeyRecord>()
  var instances = NamedStore<InstanceRecord>()
  var defaultInstance: String
  var keys = NamedStore<KeyRecord>()
  var secrets = NamedStore<SecretRecord>()
  /// Counts changes, so that an unchanged inventory is not written again.
  var revision = 0

  /// `acs:kms:<region>:<account>:<path>`.
  func arn(_ path: String) -> String { "acs:kms:\(region):\(account):\(path)" }

  /// The client keys of one access point, in the order of their creation.
  func clientKeys(of accessPoint: String) -> [ClientKeyRecord] {
    clientKeys.all.filter { $0.accessPoint == accessPoint }
      .sorted { ($0.createTime, $0.id) < ($1.createTime, $1.id) }
  }

  /// Removes an access point and, as the service does, every client key of it.
  mutating func removeAccessPoint(_ name: String) {
    for key in clientKeys(of: name) { clientKeys[key.id] = nil }
    accessPoints[name] = nil
  }
}
