internal import KMSModel

extension OperationRun {
  mutating func createNetworkRule() throws(WireError) -> Members {
    let name = try parameters.newName()
    let type = try parameters.required("Type")
    let known = options.strictness.contains(.types) ? ["Private"] : ["Private", "Public", "VPC"]
    guard known.contains(type) else {
      throw .invalid("Type", "not one of \(known.joined(separator: ", "))")
    }
    let sources = try sourcePrivateIP(type: type) ?? ""
    guard inventory.networkRules[name] == nil else { throw .exists("network rule") }
    try checkQuota(
      "network rules", options.quotas.networkRules, count: inventory.networkRules.count)
    let rule = NetworkRuleRecord(
      name: name, type: type, description: parameters["Description"] ?? "",
      sourcePrivateIP: sources)
    inventory.networkRules[name] = rule
    return [.init(name: "Name", value: .string(name))] + members(of: rule)
  }

  func describeNetworkRule() throws(WireError) -> Members {
    // The service leaves the name out of this answer.
    members(of: try networkRule())
  }

  mutating func updateNetworkRule() throws(WireError) -> Members {
    var rule = try networkRule()
    // What is not sent stays (inferred).
    rule.description = parameters["Description"] ?? rule.description
    rule.sourcePrivateIP = try sourcePrivateIP(type: rule.type) ?? rule.sourcePrivateIP
    inventory.networkRules[rule.name] = rule
    return []
  }

  mutating func deleteNetworkRule() throws(WireError) -> Members {
    let rule = try networkRule()
    if options.strictness.contains(.inUse),
      let policy = inventory.policies.all.first(where: { $0.networkRules.contains(rule.name) })
    {
      throw .inUse("network rule \(rule.name)", by: "policy \(policy.name)")
    }
    inventory.networkRules[rule.name] = nil
    return []
  }

  func listNetworkRules() throws(WireError) -> Members {
    let page = try parameters.page(defaultSize: 20)
    return page.answer(inventory.networkRules.names, "NetworkRules", "NetworkRule") { name in
      let type = inventory.networkRules[name]?.type ?? ""
      return .object(["Name": .string(name), "Type": .string(type)])
    }
  }

  private func networkRule() throws(WireError) -> NetworkRuleRecord {
    guard let rule = inventory.networkRules[try parameters.required("Name")] else {
      throw .notFound
    }
    return rule
  }

  /// The compact list; clients of the service take it apart by position, so no blank may stand in it.
  private func sourcePrivateIP(type: String) throws(WireError) -> String? {
    let name = "SourcePrivateIp"
    guard let text = parameters[name] else { return nil }
    guard !text.isEmpty else { return "" }
    guard let value = WireJSON(text: text), case .array(let items) = value else {
      throw .invalid(name, "not a JSON array")
    }
    guard items.count <= options.quotas.addressesPerRule else {
      throw .invalid(name, "more than \(options.quotas.addressesPerRule) entries")
    }
    // How the other types write their entries is unknown: they come back as they were sent.
    guard type == "Private" else { return text }
    for item in items {
      guard let address = item.stringValue, IPv4Block(address) != nil else {
        throw .invalid(name, "\(item.text) is not an IPv4 address or CIDR block")
      }
    }
    return value.text
  }

  private func members(of rule: NetworkRuleRecord) -> Members {
    [
      .init(name: "Arn", value: .string(inventory.arn("network/\(rule.name)"))),
      .init(name: "Type", value: .string(rule.type)),
      .init(name: "Description", value: .string(rule.description)),
      .init(name: "SourcePrivateIp", value: .string(rule.sourcePrivateIP)),
    ]
  }
}
