/// Where a run works: what was in effect, whoever said so.
public struct RunTarget: Sendable, Hashable, Encodable {
  /// The stack's name; nothing where a command works without one.
  public var stack: String?
  /// The account; nothing before anybody said which.
  public var account: String?
  /// The region.
  public var region: String
  /// The service's URL; nothing for the sandbox that `--sandbox` starts.
  public var endpoint: String?
  private var isUsualEndpoint: Bool

  /// Creates a target; a usual endpoint is the region's own and says nothing new to people.
  public init(
    stack: String?, account: String?, region: String, endpoint: String?, isUsualEndpoint: Bool
  ) {
    self.stack = stack
    self.account = account
    self.region = region
    self.endpoint = endpoint
    self.isUsualEndpoint = isUsualEndpoint
  }

  private enum CodingKeys: String, CodingKey {
    case stack, account, region, endpoint
  }

  /// `stack 'payments' (account 1192…, region cn-hangzhou, endpoint http://127.0.0.1:8080/)`.
  public var phrase: String {
    guard let stack else { return facts }
    return "stack '\(Printable.escaped(stack))' (\(facts))"
  }

  /// The line above a plan.
  var heading: String { stack == nil ? phrase : "S" + phrase.dropFirst() }

  private var facts: String {
    var facts = account.map { ["account \(Printable.escaped($0))"] } ?? []
    facts.append("region \(Printable.escaped(region))")
    if let endpoint {
      if !isUsualEndpoint { facts.append("endpoint \(Printable.escaped(endpoint))") }
    } else {
      facts.append("in the sandbox")
    }
    return facts.joined(separator: ", ")
  }
}
