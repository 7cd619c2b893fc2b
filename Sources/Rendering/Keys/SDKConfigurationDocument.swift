public import KMSModel

/// How applications reach an instance, as text, as files and as a versioned JSON document.
public struct SDKConfigurationDocument: Sendable {
  /// A file on disk and what became of it.
  public struct File: Sendable, Hashable, Encodable {
    /// Where it is.
    public var path: String
    /// `written` or `unchanged`.
    public var outcome: String

    /// Creates an entry.
    public init(path: String, outcome: String) {
      self.path = path
      self.outcome = outcome
    }
  }

  private let accessPoint: String
  private let instance: KMSInstance
  private let isSandbox: Bool

  /// Creates a document.
  public init(accessPoint: String, instance: KMSInstance, isSandbox: Bool) {
    self.accessPoint = accessPoint
    self.instance = instance
    self.isSandbox = isSandbox
  }

  /// Whether the instance's id can be part of a file name; it comes from the service.
  public var canBeWritten: Bool {
    CertificateAuthorityFile.isSafe(instance.id)
  }

  /// The file with the CA chain.
  public var certificateAuthority: CertificateAuthorityFile {
    CertificateAuthorityFile(instanceID: instance.id, chainPEM: instance.caCertificateChainPEM)
  }

  /// The content of `kms-sdk.json`, with the names it also has beside a delivered key.
  public func settings(certificateAuthorityPath: String) throws -> String {
    try JSONText.encode([
      "protocol": "https", "endpoint": endpoint.host, "instanceId": instance.id,
      "caFilePath": certificateAuthorityPath,
    ])
  }

  /// What was found, as comments, and the CA chain: a PEM file as it stands.
  public var text: String {
    let banner = isSandbox ? PlanText.sandboxBanner + "\n" : ""
    return banner + facts.map { "# \($0)\n" }.joined() + certificateAuthority.content
  }

  /// What was found, and the files.
  public func text(_ files: [File]) -> String {
    let banner = isSandbox ? PlanText.sandboxBanner + "\n" : ""
    let lines = facts + files.map { Self.line($0) }
    return banner + lines.map { $0 + "\n" }.joined()
  }

  /// The JSON document.
  public func json(_ files: [File], exit: ExitNote) throws -> String {
    try JSONText.encode(
      Document(
        accessPoint: accessPoint, instanceId: instance.id, instanceStatus: instance.status,
        endpoint: endpoint.host, certificateAuthorityPEM: certificateAuthority.content,
        files: files,
        isSandbox: isSandbox, exit: exit))
  }

  private struct Document: Encodable {
    var document = "sdk-config"
    var formatVersion = "1.0"
    var accessPoint: String
    var instanceId: String
    var instanceStatus: String
    var endpoint: String
    var isEndpointConstructed = true
    var certificateAuthorityPEM: String
    var files: [File]
    var isSandbox: Bool
    var exit: ExitNote
  }

  private static func line(_ file: File) -> String {
    let gap = String(repeating: " ", count: max(1, 14 - file.outcome.count))
    return "\(file.outcome)\(gap)\(Printable.escaped(file.path))"
  }

  private var endpoint: InstanceEndpoint { InstanceEndpoint(instanceID: instance.id) }

  private var facts: [String] {
    [
      "access point  \(Printable.escaped(accessPoint))",
      "instance      \(Printable.escaped("\(instance.id) (\(instance.status))"))",
      "endpoint      \(Printable.escaped(endpoint.host))",
      "              constructed from the instance's id: no API that kmsctl calls returns it",
    ]
  }
}
