public import KMSModel

extension KMSClient {
  /// One page of rule names, from page 1.
  public func listNetworkRules(page: Int) async throws(KMSFailure) -> NamePage {
    try await list("ListNetworkRules", page: page)
  }

  /// Reads a rule.
  public func describeNetworkRule(
    _ name: String
  ) async throws(KMSFailure) -> LiveObject<NetworkRuleSpec> {
    let call = ServiceCall("DescribeNetworkRule", ["Name": name])
    return try await caller.perform(call, as: NetworkRuleWire.self).object(name)
  }

  /// Creates a rule.
  public func createNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec
  ) async throws(KMSFailure) {
    var parameters = [
      "Name": name, "Type": spec.type.rawValue,
      "SourcePrivateIp": SourceListWire.write(spec),
    ]
    if !description.isEmpty { parameters["Description"] = description }
    try await caller.perform(ServiceCall("CreateNetworkRule", parameters, effect: .create))
  }

  /// Sets every mutable field of a rule.
  public func updateNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec, recheck: Recheck
  ) async throws(KMSFailure) {
    let parameters = [
      "Name": name, "Description": description,
      "SourcePrivateIp": SourceListWire.write(spec),
    ]
    try await caller.perform(
      ServiceCall("UpdateNetworkRule", parameters, effect: .update, recheck: recheck))
  }
}
