public import KMSModel

extension KMSClient {
  /// Deletes a rule, policy or access point; client keys have their own call.
  public func delete(_ id: ResourceID, recheck: Recheck) async throws(KMSFailure) {
    let operation =
      switch id.kind {
      case .networkRule: "DeleteNetworkRule"
      case .policy: "DeletePolicy"
      case .accessPoint: "DeleteApplicationAccessPoint"
      case .clientKey: ""
      }
    guard !operation.isEmpty else {
      throw KMSFailure(
        .invalidRequest, operation: "DeleteClientKey",
        message: "a client key is deleted by its id, not by the name of its access point")
    }
    try await caller.perform(
      ServiceCall(operation, ["Name": id.name], effect: .delete, recheck: recheck))
  }
}
