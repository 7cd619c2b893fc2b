import KMSModel

/// What access points may do, in atoms, worked out without any of the planner's code.
///
/// The pools below are all that random worlds are made of, so every boundary has its atoms.
struct AccessAtoms {
  static let types = ["Private", "Public", "Odd"]
  static let blocks = [
    "10.0.0.0/8", "10.1.0.0/16", "10.1.0.0/17", "10.1.128.0/17", "10.1.2.3", "47.96.0.0/16",
  ]
  static let opaqueSources = ["2001:db8::/32", "somewhere"]
  static let opaqueAccess = ["{\"NetworkRules\":[\"r0\"],\"New\":1}", "{\"New\":2}"]
  static let scopes = ["kst-a", "shared"]
  static let roles = ["KeyUser", "SecretUser", "Odd"]
  static let patterns = ["key/*", "key/a*", "key/ab", "key/a*b", "secret/s", "secret/*"]

  /// Addresses on both sides of every boundary.
  private static let points: [UInt32] = Set(
    blocks.compactMap { IPv4Block($0) }.flatMap {
      [$0.first, $0.last, $0.first &- 1, $0.last &+ 1]
    }
  ).sorted()
  private static let samples = Set(
    patterns.flatMap { [$0, $0.replacing("*", with: "zz"), $0.replacing("*", with: "")] }
  ).sorted()

  /// The sources of a policy as a set of bits, and what it grants as another one.
  struct Grant: Hashable {
    var rights: UInt128
    var sources: UInt128
  }

  private var rules: [NetworkRuleSpec: UInt128] = [:]
  private var rights: [PolicySpec: UInt128] = [:]

  /// Everything every access point may do.
  mutating func access(_ live: LiveState) -> [String: Set<Grant>] {
    live.accessPoints.mapValues { accessPoint in
      Set(
        accessPoint.spec.policies.compactMap { live.policies[$0] }.map { policy in
          Grant(
            rights: rights(of: policy.spec), sources: sources(of: policy.spec.networkAccess, live))
        }.filter { $0.rights != 0 && $0.sources != 0 })
    }
  }

  /// Whether a grant lies wholly in the union of others, right by right.
  static func contains(_ grant: Grant, in allowed: Set<Grant>) -> Bool {
    if allowed.contains(grant) { return true }
    for bit in 0..<128 where grant.rights >> UInt128(bit) & 1 == 1 {
      let union = allowed.reduce(UInt128(0)) { union, other in
        other.rights >> UInt128(bit) & 1 == 1 ? union | other.sources : union
      }
      if grant.sources & ~union != 0 { return false }
    }
    return true
  }

  private mutating func rights(of policy: PolicySpec) -> UInt128 {
    if let known = rights[policy] { return known }
    var (bits, bit) = (UInt128(0), UInt128(1))
    for scope in Self.scopes {
      for role in Self.roles {
        for sample in Self.samples {
          if policy.scope.rawValue == scope, policy.roles.contains(where: { $0.shortName == role }),
            policy.resources.contains(where: { Self.pattern($0, allows: sample) })
          {
            bits |= bit
          }
          bit <<= 1
        }
      }
    }
    rights[policy] = bits
    return bits
  }

  private static func pattern(_ pattern: String, allows sample: String) -> Bool {
    pattern == sample
      || (pattern.last == "*" && sample.starts(with: pattern.dropLast()))
  }

  private mutating func sources(of access: NetworkAccess, _ live: LiveState) -> UInt128 {
    switch access {
    case .unrestricted: return .max
    case .rules(let names) where names.isEmpty: return .max
    case .rules(let names):
      return names.compactMap { live.networkRules[$0]?.spec }.reduce(0) { $0 | sources(of: $1) }
    case .opaque(let text):
      let index = Self.opaqueAccess.firstIndex(of: text) ?? 0
      return UInt128(1) << UInt128(127 - index)
    }
  }

  private mutating func sources(of rule: NetworkRuleSpec) -> UInt128 {
    if let known = rules[rule] { return known }
    var (bits, bit) = (UInt128(0), UInt128(1))
    for type in Self.types {
      let isOfType = rule.type.rawValue == type
      for point in Self.points {
        let allows = rule.sources.contains { source in
          if case .block(let block) = source.range {
            return block.first <= point && point <= block.last
          }
          return false
        }
        if isOfType, allows { bits |= bit }
        bit <<= 1
      }
      for text in Self.opaqueSources {
        if isOfType, rule.sources.contains(SourceAddress(text)) { bits |= bit }
        bit <<= 1
      }
      // What an empty list means is not known: it is a thing of its own.
      if isOfType, rule.sources.isEmpty { bits |= bit }
      bit <<= 1
    }
    rules[rule] = bits
    return bits
  }
}
