import KMSModel
import Planning

/// A random pair of desired and live state, with everything that real accounts hold.
struct RandomWorld {
  var desired: DesiredState
  var live: LiveState
  /// What the run is narrowed by, and what it may then write; nothing for everything.
  var options = PlanOptions()
  var selected: Set<ResourceID>?
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed)
    desired = Fixture.desired(
      stack: Fixture.stack(
        safety: .init(maximumDeletes: 1, maximumChangePercent: 50, minimumExisting: 6)))
    live = Fixture.live()
    makeLive()
    makeDesired()
    remark()
    makeKeys()
  }

  /// The same live state under other manifests: somebody merged while a run was interrupted.
  mutating func changeMind(_ live: LiveState) {
    self.live = live
    desired = Fixture.desired(stack: desired.stack)
    makeDesired()
  }

  private mutating func makeLive() {
    for index in 0..<4 where random.happens(75) {
      live.networkRules["r\(index)"] = Fixture.raw("r\(index)", "", randomRule(isLive: true))
    }
    for index in 0..<4 where random.happens(75) {
      let spec = randomPolicy(Array(live.networkRules.keys).sorted(), isLive: true)
      live.policies["p\(index)"] = Fixture.raw("p\(index)", "", spec)
    }
    for index in 0..<3 where random.happens(75) {
      let spec = randomAccessPoint(Array(live.policies.keys).sorted(), isLive: true)
      live.accessPoints["a\(index)"] = Fixture.raw("a\(index)", "", spec)
    }
  }

  private mutating func makeDesired() {
    for index in 0..<4 where random.happens(70) {
      let name = "r\(index)"
      var spec = randomRule(isLive: false)
      if let old = live.networkRules[name]?.spec, !old.sources.isEmpty {
        if random.happens(60) { spec = old }
        if random.happens(70) { spec.type = old.type }
      }
      desired.networkRules[name] = declared(name, spec)
    }
    let rules = desired.networkRules.keys.sorted()
    for index in 0..<4 where random.happens(70) {
      let name = "p\(index)"
      var spec = randomPolicy(rules, isLive: false)
      if let old = live.policies[name]?.spec {
        if random.happens(50), old.references.isSubset(of: rules) {
          spec.networkAccess = old.access
        }
        if random.happens(60) { (spec.roles, spec.resources) = (old.roles, old.resources) }
        if random.happens(80) { spec.scope = old.scope }
      }
      desired.policies[name] = declared(name, spec)
    }
    let policies = desired.policies.keys.sorted()
    guard !policies.isEmpty else { return }
    for index in 0..<3 where random.happens(75) {
      let name = "a\(index)"
      var spec = randomAccessPoint(policies, isLive: false)
      if let old = live.accessPoints[name]?.spec {
        if random.happens(60), old.policies.isSubset(of: policies) { spec.policies = old.policies }
        if random.happens(95) { spec.authenticationMethod = old.authenticationMethod }
      }
      desired.accessPoints[name] = declared(name, spec)
      if random.happens(60) {
        desired.clientKeys[name] = Fixture.declared(name, Fixture.clientKey)
      }
    }
  }

  private mutating func declared<Spec>(_ name: String, _ spec: Spec) -> DesiredObject<Spec> {
    let adoption: Adoption = random.happens(50) ? .fromStack("billing") : .ifEqual
    return Fixture.declared(
      name, spec, description: random.happens(20) ? "new words" : "", adoption: adoption,
      isProtected: random.happens(3))
  }

  private mutating func randomRule(isLive: Bool) -> NetworkRuleSpec {
    var spec = Fixture.rule(Array(random.some(AccessAtoms.blocks, atMost: 3)))
    if random.happens(20) { spec.type = .publicNetwork }
    guard isLive else { return spec }
    if random.happens(4) { spec.type = NetworkType(rawValue: "Odd") }
    if random.happens(6) {
      spec.sources.insert(SourceAddress(random.pick(AccessAtoms.opaqueSources)))
    }
    if random.happens(2) { spec.sources = [] }
    return spec
  }

  private mutating func randomPolicy(_ rules: [String], isLive: Bool) -> PolicySpec {
    var spec = Fixture.policy(
      Array(random.some(rules, atMost: 3)), roles: Array(random.some(AccessAtoms.roles, atMost: 2)),
      resources: random.some(AccessAtoms.patterns, atMost: 2),
      scope: random.happens(80) ? "kst-a" : "shared")
    if random.happens(12) { spec.networkAccess = .unrestricted }
    guard isLive else { return spec }
    if random.happens(4) { spec.roles = [] }
    if random.happens(4) { spec.networkAccess = .opaque(random.pick(AccessAtoms.opaqueAccess)) }
    if random.happens(3) { spec.networkAccess = .rules(["r\(random.below(5))", "gone"]) }
    return spec
  }

  private mutating func randomAccessPoint(_ policies: [String], isLive: Bool) -> AccessPointSpec {
    var names = random.some(policies, atMost: 3)
    if isLive, random.happens(4) { names.insert("p\(random.below(5))") }
    return Fixture.accessPoint(
      Array(names), method: isLive && random.happens(3) ? .ramRole : .clientKey)
  }
}

extension RandomWorld {
  /// Writes Descriptions: ours as a rule, sometimes everything else.
  private mutating func remark() {
    for name in live.networkRules.keys.sorted() {
      let text = description(
        name, live.networkRules[name]?.spec, desired.networkRules[name]?.spec)
      live.networkRules[name]?.rawDescription = text
    }
    for name in live.policies.keys.sorted() {
      let text = description(
        name, live.policies[name]?.spec, desired.policies[name]?.spec)
      live.policies[name]?.rawDescription = text
    }
    for name in live.accessPoints.keys.sorted() {
      let text = description(
        name, live.accessPoints[name]?.spec, desired.accessPoints[name]?.spec)
      live.accessPoints[name]?.rawDescription = text
    }
  }

  private mutating func description<Spec: MarkableSpec>(
    _ name: String, _ spec: Spec?, _ wanted: Spec?
  ) -> String {
    guard let spec else { return "" }
    let applied = random.happens(70) ? spec : wanted ?? spec
    let words = random.happens(15) ? "old words" : ""
    var marker = Fixture.marker(name, applied: applied, description: words)
    switch random.below(100) {
    case 0..<80: break
    case 80..<86: return words
    case 86..<92: marker = Fixture.marker(name, applied: applied, owner: Fixture.other)
    case 92..<95: marker = Fixture.marker("copied", applied: applied)
    case 95..<97: return String(MarkerText.describe(marker, description: words).dropLast())
    case 97: marker.appliedDigest = AppliedDigest(version: 7, hex: "0123456789abcdef")
    case 98: marker.isProtected = true
    default: marker.appliedDigest = AppliedDigest(hex: "0123456789abcdef")
    }
    return MarkerText.describe(marker, description: words)
  }

  private mutating func makeKeys() {
    for name in live.accessPoints.keys.sorted() {
      guard random.happens(60), let object = live.accessPoints[name] else { continue }
      let keys = (0..<(1 + random.below(2))).map {
        Fixture.key("\(name)\($0)abcde", on: name, days: random.happens(20) ? -3 : 100)
      }
      live.clientKeys[name] = keys
      guard case .marked(var marker, let words) = object.reading else { continue }
      for key in keys where random.happens(70) {
        let origin: RecordedKey.Origin =
          random.happens(70) ? .delivered(at: Fixture.now) : .elsewhere
        marker.keys.append(RecordedKey(shortID: key.shortID, origin: origin))
      }
      if random.happens(10) {
        marker.keys.append(RecordedKey(shortID: "99999999", origin: .elsewhere))
      }
      if random.happens(10), desired.clientKeys[name] != nil {
        marker.intent = KeyIntent(
          notBefore: Fixture.now, notAfter: Fixture.now.adding(seconds: 86_400 * 400))
      }
      live.accessPoints[name]?.rawDescription = MarkerText.describe(marker, description: words)
    }
  }
}

extension PolicySpec {
  fileprivate var references: Set<String> { networkAccess.ruleNames }

  /// The network access, unless manifests could not say it.
  fileprivate var access: NetworkAccess {
    if case .rules(let names) = networkAccess, !names.isEmpty { return networkAccess }
    return .unrestricted
  }
}
