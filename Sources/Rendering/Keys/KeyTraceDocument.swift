internal import KMSModel
public import Planning
internal import Texts

/// Where a client key leads, as text and as a versioned JSON document.
public struct KeyTraceDocument: Sendable {
  private let trace: KeyTrace
  private let isSandbox: Bool

  /// Creates a document.
  public init(_ trace: KeyTrace, isSandbox: Bool) {
    self.trace = trace
    self.isSandbox = isSandbox
  }

  /// The life of the key in a sentence, then what it reaches, then how to revoke it.
  public func text(_ style: Style) -> String {
    let tone: Style.Tone = trace.life == .alive ? .alarming : .strong
    var lines = [style.paint(headline, tone)]
    if let key = trace.key {
      lines.append(fact("access point", key.accessPoint))
      lines.append(fact("valid", "\(key.notBefore) to \(key.notAfter)"))
      if let made = key.createTime { lines.append(fact("made", made.iso8601)) }
      lines.append(fact("owner", owner))
      lines.append(fact("recorded", record))
      lines += trace.reach.isEmpty ? [fact("reaches", "nothing: no policy")] : reach
    }
    if let command = trace.revocation {
      lines += ["", "To revoke it:", "  \(Printable.escaped(command))"]
    }
    let banner = isSandbox ? PlanText.sandboxBanner + "\n" : ""
    return banner + lines.map { $0 + "\n" }.joined()
  }

  /// The JSON document.
  public func json(exit: ExitNote) throws -> String {
    try JSONText.encode(
      Document(
        keyID: trace.keyID, life: trace.life, accessPoint: trace.key?.accessPoint,
        notBefore: trace.key?.notBefore, notAfter: trace.key?.notAfter,
        createTime: trace.key?.createTime, owner: trace.owner.map(Ownership.init),
        recorded: trace.key == nil ? nil : recordWord, deliveredAt: deliveredAt,
        reaches: trace.reach.map(Entry.init), region: trace.region, time: trace.now,
        revokeCommand: trace.revocation, isSandbox: isSandbox, exit: exit))
  }

  private struct Document: Encodable {
    var document = "key-trace"
    var formatVersion = "1.0"
    var keyID: String
    var life: KeyTrace.Life
    var accessPoint: String?
    var notBefore: Timestamp?
    var notAfter: Timestamp?
    var createTime: Timestamp?
    var owner: Ownership?
    var recorded: String?
    var deliveredAt: Timestamp?
    var reaches: [Entry]
    var region: String
    var time: Timestamp
    var revokeCommand: String?
    var isSandbox: Bool
    var exit: ExitNote
  }

  private struct Ownership: Encodable {
    var kind: String
    var stack: String?
    var reason: String?

    init(_ owner: KeyTrace.Owner) {
      switch owner {
      case .ours: kind = "this-stack"
      case .stack(let name): (kind, stack) = ("stack", name)
      case .nobody: kind = "nobody"
      case .unclear(let why): (kind, reason) = ("unclear", why)
      }
    }
  }

  private struct Entry: Encodable {
    var policy: String
    var isThere: Bool
    var scope: String?
    var roles: [String]
    var resources: [String]
    var from: String
    var networkRules: [KeyTrace.Reach.Source]

    init(_ reach: KeyTrace.Reach) {
      policy = reach.policy
      isThere = reach.spec != nil
      scope = reach.spec?.scope.manifestWord
      roles = reach.spec?.roles.map(\.shortName).sorted() ?? []
      resources = reach.spec?.resources.sorted() ?? []
      networkRules = []
      switch reach.from {
      case .anywhere: from = "anywhere"
      case .opaque(let text): from = text
      case .rules(let sources): (from, networkRules) = ("rules", sources)
      }
    }
  }
}

extension KeyTraceDocument {
  private var headline: String {
    let id = Printable.escaped(trace.keyID)
    switch trace.life {
    case .alive: return "\(id) is alive: whoever has it and its password can use it"
    case .expired: return "\(id) has expired: it opens nothing any more"
    case .notYetValid: return "\(id) is not valid yet, but will be"
    case .deleted:
      return "\(id) is not there in \(trace.region): deleted, or of another account or region"
    }
  }

  private var owner: String {
    switch trace.owner {
    case .ours: "this stack"
    case .stack(let name): "stack \(name)"
    case .unclear(let reason): "unclear, \(reason)"
    case .nobody, nil: "nobody: no stack's marker is on the access point"
    }
  }

  private var record: String {
    switch trace.record {
    case .delivered(let moment): "delivered by kmsctl at \(moment)"
    case .elsewhere: "there before the stack; delivered by somebody else"
    case .halfPublished: "published in some places at most, by an interrupted run"
    case .intent: "being issued by a run that is not finished"
    case .untold: "cannot be told: no marker can be read that would know it"
    case .some(.none), nil: "no: made by hand or by another tool"
    }
  }

  private var recordWord: String {
    switch trace.record {
    case .delivered: "delivered"
    case .elsewhere: "elsewhere"
    case .halfPublished: "half-published"
    case .intent: "intent"
    case .untold: "untold"
    case .some(.none), nil: "unrecorded"
    }
  }

  private var deliveredAt: Timestamp? {
    guard case .delivered(let moment) = trace.record else { return nil }
    return moment
  }

  private var reach: [String] {
    trace.reach.flatMap { reach -> [String] in
      guard let spec = reach.spec else {
        return [fact("reaches", "nothing by policy '\(reach.policy)', which is not there")]
      }
      let roles = spec.roles.map { Self.role($0) }.sorted()
      let name = "policy '\(reach.policy)' on \(spec.scope.manifestWord)"
      return [fact("reaches", name)]
        + (roles.isEmpty ? ["no role: nothing"] : roles).map { detail("may", $0) }
        + spec.resources.sorted().map { detail("with", $0) }
        + Self.sources(reach.from).map {
          detail("from", $0)
        }
    }
  }

  private static func role(_ role: PolicyRole) -> String {
    switch role {
    case .keyUser: "use keys for cryptographic calls (\(role.shortName))"
    case .secretUser: "read secrets of the instance (\(role.shortName))"
    case .sharedSecretUser: "read secrets of the account (\(role.shortName))"
    default: role.shortName
    }
  }

  private static func sources(_ from: KeyTrace.Reach.From) -> [String] {
    switch from {
    case .anywhere: return ["anywhere: no network rule"]
    case .opaque(let text): return ["a network restriction this version cannot read: \(text)"]
    case .rules(let sources):
      return sources.map { source in
        guard let type = source.type else {
          return "nowhere by rule '\(source.rule)', which does not exist: closed"
        }
        let addresses = source.addresses.joined(separator: ", ")
        return addresses.isEmpty
          ? "anywhere, perhaps: rule '\(source.rule)' (\(type)) has no address, and what that lets in is"
            + " not known" : "\(addresses) (rule '\(source.rule)', \(type))"
      }
    }
  }

  private func fact(_ name: String, _ value: String) -> String {
    "  \(name)\(String(repeating: " ", count: 14 - name.utf8.count))\(Printable.escaped(value))"
  }

  private func detail(_ name: String, _ value: String) -> String {
    "    \(name)\(String(repeating: " ", count: 12 - name.utf8.count))\(Printable.escaped(value))"
  }
}
