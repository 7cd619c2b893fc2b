/// Who kmsctl is to the service, as text and as a versioned JSON document.
public struct IdentityDocument: Sendable, Encodable {
  private var document = "whoami"
  private var formatVersion = "1.0"
  private var account: String
  private var arn: String
  private var kind: String
  private var credentialsSource: String
  private var region: String
  private var endpoint: String
  private var stackAccount: String?
  private var isSandbox: Bool

  /// Creates a document.
  public init(
    account: String, arn: String, kind: String, credentialsSource: String, region: String,
    endpoint: String, stackAccount: String?, isSandbox: Bool
  ) {
    self.account = account
    self.arn = arn
    self.kind = kind
    self.credentialsSource = credentialsSource
    self.region = region
    self.endpoint = endpoint
    self.stackAccount = stackAccount
    self.isSandbox = isSandbox
  }

  /// Whether the account is the stack's, or there is no stack.
  public var isForStack: Bool { stackAccount == nil || stackAccount == account }

  /// One line per fact.
  public var text: String {
    var facts = [
      ("account", account), ("identity", "\(arn) (\(kind))"),
      ("credentials", credentialsSource), ("region", region), ("endpoint", endpoint),
    ]
    if let stackAccount {
      facts.append(
        ("stack", isForStack ? "for this account" : "for another account: \(stackAccount)"))
    }
    return facts.reduce(into: isSandbox ? PlanText.sandboxBanner + "\n" : "") { text, fact in
      let gap = String(repeating: " ", count: 12 - fact.0.count)
      text += "\(fact.0)\(gap)\(Printable.escaped(fact.1))\n"
    }
  }

  /// The JSON document.
  public var json: String { get throws { try JSONText.encode(self) } }
}
