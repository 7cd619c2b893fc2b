extension OperationRun {
  /// Who the credential belongs to (STS); the shape is from general knowledge of that service.
  func getCallerIdentity() -> Members {
    let isTemporary = caller.securityToken != nil
    let user = Inventory.accessKeyID
    let path = isTemporary ? "assumed-role/\(user)/sandbox" : "user/\(user)"
    return [
      .init(name: "AccountId", value: .string(inventory.account)),
      .init(name: "IdentityType", value: .string(isTemporary ? "AssumedRoleUser" : "RAMUser")),
      .init(name: "Arn", value: .string("acs:ram::\(inventory.account):\(path)")),
      .init(
        name: "PrincipalId",
        value: .string(isTemporary ? "\(Self.identifier):sandbox" : Self.identifier)),
      .init(name: isTemporary ? "RoleId" : "UserId", value: .string(Self.identifier)),
    ]
  }

  private static let identifier = "200000000000000001"
}
