internal import Texts

/// Who kmsctl is to the service, as text and as a versioned JSON document.
///
/// What is known without the service is said although the service said nothing: wrong credentials
/// are when it matters where they come from.
public struct IdentityDocument: Sendable, Encodable {
  /// What the service says about the caller.
  public struct Caller: Sendable {
    /// The account's number.
    public var account: String
    /// The ARN of the caller.
    public var arn: String
    /// The kind of caller, for example `RAMUser`.
    public var kind: String

    /// Creates a caller.
    public init(account: String, arn: String, kind: String) {
      self.account = account
      self.arn = arn
      self.kind = kind
    }
  }

  /// Where the credentials come from, without any secret.
  public struct Credentials: Sendable {
    /// The source, for people.
    public var source: String
    /// The profile, when they come from one.
    public var profile: String?
    /// The access key's public half.
    public var accessKeyID: String?

    /// Creates a description.
    public init(source: String, profile: String? = nil, accessKeyID: String? = nil) {
      self.source = source
      self.profile = profile
      self.accessKeyID = accessKeyID
    }
  }

  /// Why the service did not say who is calling.
  public struct Failure: Sendable, Encodable {
    /// What was said instead.
    public var message: String
    /// What to do.
    public var nextStep: String?
    /// What lies behind it.
    public var cause: String?

    /// Creates a failure.
    public init(message: String, nextStep: String?, cause: String?) {
      self.message = message
      self.nextStep = nextStep
      self.cause = cause
    }
  }

  private var document = "whoami"
  private var formatVersion = "1.0"
  private var account: String?
  private var arn: String?
  private var kind: String?
  private var credentialsSource: String
  private var profile: String?
  private var accessKeyID: String?
  private var region: String
  private var endpoint: String
  private var stackAccount: String?
  private var isSandbox: Bool
  private var error: Failure?
  private var exit: ExitNote?

  /// Creates a document.
  public init(
    _ caller: Caller?, credentials: Credentials, region: String, endpoint: String,
    stackAccount: String?, isSandbox: Bool, error: Failure? = nil
  ) {
    account = caller?.account
    arn = caller?.arn
    kind = caller?.kind
    credentialsSource = credentials.source
    profile = credentials.profile
    accessKeyID = credentials.accessKeyID
    self.region = region
    self.endpoint = endpoint
    self.stackAccount = stackAccount
    self.isSandbox = isSandbox
    self.error = error
  }

  /// Whether the account is the stack's, or there is no stack.
  public var isForStack: Bool { stackAccount == nil || stackAccount == account }

  /// One line per fact.
  public var text: String {
    var facts: [(name: String, value: String)] = []
    if let account, let arn, let kind {
      facts = [("account", account), ("identity", "\(arn) (\(kind))")]
    } else {
      facts = [("account", "not known: the service did not say")]
    }
    facts.append(("credentials", credentialsSource))
    if let profile { facts.append(("profile", profile)) }
    if let accessKeyID { facts.append(("access key", accessKeyID)) }
    facts += [("region", region), ("endpoint", endpoint)]
    if let stackAccount { facts.append(("stack", stack(stackAccount))) }
    return facts.reduce(into: isSandbox ? PlanText.sandboxBanner + "\n" : "") { text, fact in
      let gap = String(repeating: " ", count: 12 - fact.name.utf8.count)
      text += "\(fact.name)\(gap)\(Printable.escaped(fact.value))\n"
    }
  }

  private func stack(_ stackAccount: String) -> String {
    if account == nil { return "for account \(stackAccount)" }
    return isForStack ? "for this account" : "for another account: \(stackAccount)"
  }

  /// The JSON document.
  public func json(exit: ExitNote) throws -> String {
    var copy = self
    copy.exit = exit
    return try JSONText.encode(copy)
  }
}
