public import KMSModel

extension KMSClient {
  /// One page of policy names, from page 1.
  public func listPolicies(page: Int) async throws(KMSFailure) -> NamePage {
    try await list("ListPolicies", page: page)
  }

  /// Reads a policy.
  public func describePolicy(_ name: String) async throws(KMSFailure) -> LiveObject<PolicySpec> {
    let call = ServiceCall("DescribePolicy", ["Name": name])
    return try await caller.perform(call, as: PolicyWire.self).object(name)
  }

  /// Creates a policy.
  public func createPolicy(
    _ name: String, description: String, spec: PolicySpec
  ) async throws(KMSFailure) {
    var parameters = [
      "Name": name, "Permissions": spec.roleText,
      "Resources": spec.resourceText,
    ]
    parameters["AccessControlRules"] = AccessControlWire.write(spec)
    if !spec.scope.rawValue.isEmpty { parameters["KmsInstance"] = spec.scope.rawValue }
    if !description.isEmpty { parameters["Description"] = description }
    try await caller.perform(ServiceCall("CreatePolicy", parameters, effect: .create))
  }

  /// Sets every mutable field of a policy.
  public func updatePolicy(
    _ name: String, description: String, spec: PolicySpec, recheck: Recheck
  ) async throws(KMSFailure) {
    let parameters = [
      "Name": name, "Description": description,
      "Permissions": spec.roleText,
      "Resources": spec.resourceText,
      "AccessControlRules": AccessControlWire.write(spec)
        ?? InferredForms.noNetworkRules,
    ]
    try await caller.perform(
      ServiceCall("UpdatePolicy", parameters, effect: .update, recheck: recheck))
  }
}
