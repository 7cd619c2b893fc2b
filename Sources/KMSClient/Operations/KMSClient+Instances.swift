public import KMSModel

extension KMSClient {
  /// Reads an instance.
  public func describeInstance(_ id: String) async throws(KMSFailure) -> KMSInstance {
    let call = ServiceCall("GetKmsInstance", ["KmsInstanceId": id])
    guard let instance = try await caller.perform(call, as: InstanceWire.self).value else {
      throw KMSFailure(
        .notFound, operation: call.operation, message: "there is no instance '\(id)'")
    }
    return instance
  }

  /// One page of instance ids, from page 1.
  public func listInstances(page: Int) async throws(KMSFailure) -> NamePage {
    try await list("ListKmsInstances", page: page)
  }

  /// The id of the account's default instance in the region, when there is one.
  public func defaultInstanceID() async throws(KMSFailure) -> String? {
    let call = ServiceCall("GetDefaultKmsInstance")
    let id = try await caller.perform(call, as: DefaultInstanceWire.self).id?.text
    return id.flatMap { $0.isEmpty ? nil : $0 }
  }
}
