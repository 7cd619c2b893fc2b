internal import KMSModel

extension ModelService {
  func createNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec
  ) async throws(KMSFailure) {
    try await perform("CreateNetworkRule") { state throws(KMSFailure) in
      var spec = spec
      if spec.type == .publicNetwork, state.changesPublicRules { spec.sources = [] }
      try Self.add(
        name, state.strangersWords ?? description, spec, to: &state.networkRules)
    }
  }

  func createPolicy(
    _ name: String, description: String, spec: PolicySpec
  ) async throws(KMSFailure) {
    try await perform("CreatePolicy") { state throws(KMSFailure) in
      try Self.add(name, description, spec, to: &state.policies)
    }
  }

  func createAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec
  ) async throws(KMSFailure) {
    try await perform("CreateApplicationAccessPoint") { state throws(KMSFailure) in
      try Self.add(name, description, spec, to: &state.accessPoints)
    }
  }

  func updateNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec, recheck: Recheck
  ) async throws(KMSFailure) {
    try await perform("UpdateNetworkRule", recheck: recheck) { state throws(KMSFailure) in
      try Self.change(name, description, spec, in: &state.networkRules)
    }
  }

  func updatePolicy(
    _ name: String, description: String, spec: PolicySpec, recheck: Recheck
  ) async throws(KMSFailure) {
    try await perform("UpdatePolicy", recheck: recheck) { state throws(KMSFailure) in
      try Self.change(name, description, spec, in: &state.policies)
      if let stranger = state.strangersPolicy, stranger.name == name {
        state.policies[name]?.rawDescription = stranger.description
      }
    }
  }

  func updateAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec, recheck: Recheck
  ) async throws(KMSFailure) {
    try await perform("UpdateApplicationAccessPoint", recheck: recheck) {
      state throws(KMSFailure) in
      try Self.change(name, description, spec, in: &state.accessPoints)
    }
  }

  private static func add<Spec>(
    _ name: String, _ description: String, _ spec: Spec,
    to objects: inout [String: LiveObject<Spec>]
  ) throws(KMSFailure) {
    guard objects[name] == nil else {
      throw KMSFailure(.alreadyExists, operation: "Create", message: name)
    }
    objects[name] = LiveObject(
      name: name, arn: "acs:\(name)", rawDescription: description, spec: spec)
  }

  private static func change<Spec>(
    _ name: String, _ description: String, _ spec: Spec,
    in objects: inout [String: LiveObject<Spec>]
  ) throws(KMSFailure) {
    guard objects[name] != nil else {
      throw KMSFailure(.notFound, operation: "Update", message: name)
    }
    objects[name]?.rawDescription = description
    objects[name]?.spec = spec
  }
}
