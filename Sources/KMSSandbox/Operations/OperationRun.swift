internal import KMSModel

/// One call being carried out on the inventory.
///
/// Pure: the same inventory, call and moment give the same outcome. Only issuing a client key takes
/// two steps, as making a real key is slow and must not hold up the other calls.
struct OperationRun {
  typealias Members = [WireJSON.Member]

  var inventory: Inventory
  var parameters: CallParameters
  var options: SandboxOptions
  var caller: AccessKeyRecord
  var now: Timestamp

  /// Carries a call out and gives the members of the answer, without the request id.
  mutating func perform(_ operation: Operation) throws(WireError) -> Members {
    let answer =
      switch operation {
      case .createNetworkRule: try createNetworkRule()
      case .describeNetworkRule: try describeNetworkRule()
      case .updateNetworkRule: try updateNetworkRule()
      case .deleteNetworkRule: try deleteNetworkRule()
      case .listNetworkRules: try listNetworkRules()
      case .createPolicy: try createPolicy()
      case .describePolicy: try describePolicy()
      case .updatePolicy: try updatePolicy()
      case .deletePolicy: try deletePolicy()
      case .listPolicies: try listPolicies()
      case .createAccessPoint: try createAccessPoint()
      case .describeAccessPoint: try describeAccessPoint()
      case .updateAccessPoint: try updateAccessPoint()
      case .deleteAccessPoint: try deleteAccessPoint()
      case .listAccessPoints: try listAccessPoints()
      case .createClientKey:
        throw WireError(500, "InternalFailure", "client keys are issued in two steps")
      case .getClientKey: try getClientKey()
      case .listClientKeys: listClientKeys()
      case .deleteClientKey: try deleteClientKey()
      case .getInstance: try getInstance()
      case .listInstances: try listInstances()
      case .getDefaultInstance: defaultInstance()
      case .getInstanceQuotas: try getInstanceQuotas()
      case .listKeys: try listKeys()
      case .describeKey: try describeKey()
      case .listSecrets: try listSecrets()
      case .describeSecret: try describeSecret()
      case .createSecret: try createSecret()
      case .putSecretValue: try putSecretValue()
      case .getSecretValue: try getSecretValue()
      case .listSecretVersions: try listSecretVersions()
      case .describeRegions: describeRegions()
      case .getCallerIdentity: getCallerIdentity()
      }
    if operation.isMutating { inventory.revision += 1 }
    return answer
  }

  func checkQuota(_ kind: String, _ limit: Int?, count: Int) throws(WireError) {
    guard let limit, count >= limit else { return }
    throw .quota(kind, limit)
  }
}
