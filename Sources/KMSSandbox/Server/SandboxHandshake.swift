/// What the one line on standard output says when the sandbox listens.
public struct SandboxHandshake: Sendable, Hashable, Codable {
  /// The access key id.
  public var accessKeyID: String
  /// Its secret; it opens nothing but this sandbox.
  public var accessKeySecret: String
  /// The account.
  public var account: String
  /// Where it listens: `http://127.0.0.1:<port>`.
  public var endpoint: String
  /// The region.
  public var region: String
  /// The sandbox's version.
  public var version: String

  /// The line, keys sorted.
  public var line: String {
    WireJSON.object([
      "accessKeyID": .string(accessKeyID), "accessKeySecret": .string(accessKeySecret),
      "account": .string(account), "endpoint": .string(endpoint), "region": .string(region),
      "version": .string(version),
    ]).text
  }
}

extension SandboxState {
  /// The handshake for an endpoint.
  func handshake(endpoint: String) -> SandboxHandshake {
    let id = Inventory.accessKeyID
    return SandboxHandshake(
      accessKeyID: id, accessKeySecret: inventory.accessKeys[id]?.secret ?? "",
      account: inventory.account, endpoint: endpoint, region: inventory.region,
      version: SandboxVersion.current)
  }
}
