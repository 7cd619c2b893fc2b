public import KMSModel

extension KMSClient {
  /// One page of access point names, from page 1.
  public func listAccessPoints(page: Int) async throws(KMSFailure) -> NamePage {
    try await list("ListApplicationAccessPoints", page: page)
  }

  /// Reads an access point.
  public func describeAccessPoint(
    _ name: String
  ) async throws(KMSFailure) -> LiveObject<AccessPointSpec> {
    let call = ServiceCall("DescribeApplicationAccessPoint", ["Name": name])
    return try await caller.perform(call, as: AccessPointWire.self).object(name)
  }

  /// Creates an access point.
  public func createAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec
  ) async throws(KMSFailure) {
    var parameters = [
      "Name": name, "AuthenticationMethod": spec.authenticationMethod.rawValue,
      "Policies": spec.policyText,
    ]
    if !description.isEmpty { parameters["Description"] = description }
    try await caller.perform(
      ServiceCall("CreateApplicationAccessPoint", parameters, effect: .create))
  }

  /// Sets every mutable field of an access point.
  public func updateAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec, recheck: Recheck
  ) async throws(KMSFailure) {
    let parameters = [
      "Name": name, "Description": description, "Policies": spec.policyText,
    ]
    try await caller.perform(
      ServiceCall("UpdateApplicationAccessPoint", parameters, effect: .update, recheck: recheck))
  }
}
