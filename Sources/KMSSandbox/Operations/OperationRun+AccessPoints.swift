extension OperationRun {
  mutating func createAccessPoint() throws(WireError) -> Members {
    let name = try parameters.newName()
    _ = try parameters.required("Policies")
    let method = parameters["AuthenticationMethod"].flatMap { $0.isEmpty ? nil : $0 }
    // The console knows RAMRole too; its form in the API is unknown.
    let known = options.strictness.contains(.types) ? ["ClientKey"] : ["ClientKey", "RAMRole"]
    guard known.contains(method ?? "ClientKey") else {
      throw .invalid("AuthenticationMethod", "not one of \(known.joined(separator: ", "))")
    }
    let point = AccessPointRecord(
      name: name, authenticationMethod: method ?? "ClientKey", policies: try policies() ?? [],
      description: parameters["Description"] ?? "")
    guard inventory.accessPoints[name] == nil else {
      throw .exists("application access point")
    }
    try checkQuota(
      "application access points", options.quotas.accessPoints,
      count: inventory.accessPoints.count)
    inventory.accessPoints[name] = point
    return members(of: point)
  }

  func describeAccessPoint() throws(WireError) -> Members {
    members(of: try accessPoint())
  }

  mutating func updateAccessPoint() throws(WireError) -> Members {
    var point = try accessPoint()
    // What is not sent stays (inferred).
    point.policies = try policies() ?? point.policies
    point.description = parameters["Description"] ?? point.description
    inventory.accessPoints[point.name] = point
    return []
  }

  mutating func deleteAccessPoint() throws(WireError) -> Members {
    inventory.removeAccessPoint(try accessPoint().name)
    return []
  }

  func listAccessPoints() throws(WireError) -> Members {
    let page = try parameters.page(defaultSize: 20)
    return page.answer(
      inventory.accessPoints.names, "ApplicationAccessPoints", "ApplicationAccessPoint"
    ) { name in
      let method = inventory.accessPoints[name]?.authenticationMethod ?? ""
      return .object(["Name": .string(name), "AuthenticationMethod": .string(method)])
    }
  }

  private func accessPoint() throws(WireError) -> AccessPointRecord {
    guard let point = inventory.accessPoints[try parameters.required("Name")] else {
      throw .notFound
    }
    return point
  }

  /// One to three names; that the service refuses an empty list is inferred.
  private func policies() throws(WireError) -> [String]? {
    let limit = options.quotas.policiesPerAccessPoint
    guard let names = try parameters.list("Policies") else { return nil }
    guard (1...limit).contains(names.count) else {
      throw .invalid("Policies", "not 1 to \(limit) policies")
    }
    if options.strictness.contains(.references) {
      for name in names where inventory.policies[name] == nil { throw .notFound }
    }
    return names
  }

  private func members(of point: AccessPointRecord) -> Members {
    [
      .init(name: "Arn", value: .string(inventory.arn("applicationaccesspoint/\(point.name)"))),
      .init(name: "Name", value: .string(point.name)),
      .init(name: "AuthenticationMethod", value: .string(point.authenticationMethod)),
      .init(name: "Description", value: .string(point.description)),
      .init(name: "Policies", value: .string(WireJSON.strings(point.policies).text)),
    ]
  }
}
