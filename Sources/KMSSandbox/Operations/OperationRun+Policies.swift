extension OperationRun {
  mutating func createPolicy() throws(WireError) -> Members {
    let name = try parameters.newName()
    for needed in ["Permissions", "Resources"] { _ = try parameters.required(needed) }
    let policy = PolicyRecord(
      name: name, kmsInstance: try kmsInstance(),
      permissions: try parameters.list("Permissions") ?? [],
      resources: try parameters.list("Resources") ?? [],
      accessControlRules: try accessControlRules() ?? "",
      description: parameters["Description"] ?? "")
    guard inventory.policies[name] == nil else { throw .exists("policy") }
    try checkQuota("policies", options.quotas.policies, count: inventory.policies.count)
    inventory.policies[name] = policy
    // Unlike Describe, this answer has the lists as the very text that was sent.
    return members(
      of: policy, permissions: .string(parameters["Permissions"] ?? ""),
      resources: .string(parameters["Resources"] ?? ""))
  }

  func describePolicy() throws(WireError) -> Members {
    let policy = try policy()
    return members(
      of: policy, permissions: .strings(policy.permissions), resources: .strings(policy.resources))
  }

  mutating func updatePolicy() throws(WireError) -> Members {
    var policy = try policy()
    // What is not sent stays (inferred); the instance is no parameter of this operation.
    policy.permissions = try parameters.list("Permissions") ?? policy.permissions
    policy.resources = try parameters.list("Resources") ?? policy.resources
    policy.accessControlRules = try accessControlRules() ?? policy.accessControlRules
    policy.description = parameters["Description"] ?? policy.description
    inventory.policies[policy.name] = policy
    return []
  }

  mutating func deletePolicy() throws(WireError) -> Members {
    let policy = try policy()
    if options.strictness.contains(.inUse),
      let point = inventory.accessPoints.all.first(where: { $0.policies.contains(policy.name) })
    {
      throw .inUse("policy \(policy.name)", by: "application access point \(point.name)")
    }
    inventory.policies[policy.name] = nil
    return []
  }

  func listPolicies() throws(WireError) -> Members {
    let page = try parameters.page(defaultSize: 20)
    return page.answer(inventory.policies.names, "Policies", "Policy") {
      .object(["Name": .string($0)])
    }
  }

  private func policy() throws(WireError) -> PolicyRecord {
    guard let policy = inventory.policies[try parameters.required("Name")] else {
      throw .notFound
    }
    return policy
  }

  private func kmsInstance() throws(WireError) -> String {
    let id = parameters["KmsInstance"] ?? ""
    guard options.strictness.contains(.instances), id != "shared" else { return id }
    guard inventory.instances[id] != nil else { throw .instanceNotFound }
    return id
  }

  /// The text as it came: clients compare it byte for byte.
  private func accessControlRules() throws(WireError) -> String? {
    let name = "AccessControlRules"
    guard let text = parameters[name] else { return nil }
    guard !text.isEmpty else { return "" }
    guard let value = WireJSON(text: text), case .object = value else {
      throw .invalid(name, "not a JSON object")
    }
    guard let list = value["NetworkRules"] else { return text }
    guard let rules = list.stringList else {
      throw .invalid(name, "NetworkRules is not an array of strings")
    }
    guard rules.count <= options.quotas.rulesPerPolicy else {
      throw .invalid(name, "more than \(options.quotas.rulesPerPolicy) rules")
    }
    if options.strictness.contains(.references) {
      for rule in rules where inventory.networkRules[rule] == nil { throw .notFound }
    }
    return text
  }

  private func members(
    of policy: PolicyRecord, permissions: WireJSON, resources: WireJSON
  ) -> Members {
    [
      .init(name: "Arn", value: .string(inventory.arn("policy/\(policy.name)"))),
      .init(name: "Name", value: .string(policy.name)),
      .init(name: "Description", value: .string(policy.description)),
      .init(name: "KmsInstance", value: .string(policy.kmsInstance)),
      .init(name: "Permissions", value: permissions),
      .init(name: "Resources", value: resources),
      .init(name: "AccessControlRules", value: .string(policy.accessControlRules)),
    ]
  }
}
