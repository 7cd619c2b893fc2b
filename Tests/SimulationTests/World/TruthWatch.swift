import KMSModel

@testable import KMSSandbox

extension Judge {
  /// A run printed something: what it claims is looked up at once.
  func said(_ text: String, by actor: Int, _ world: World) {
    change { $0.said[actor, default: ""] += text }
    guard !world.gate.isDead(actor) else { return }
    for line in text.split(separator: "\n") { check(line, actor, world) }
  }

  private func check(_ line: Substring, _ actor: Int, _ world: World) {
    guard let start = line.firstRange(of: " client key KAAP.")?.lowerBound else { return }
    let verb = line[..<start].split(separator: " ").last.map(String.init) ?? ""
    let id = String(line[start...].dropFirst(12).prefix { $0 != " " && $0 != ":" && $0 != "," })
    let event = world.gate.eventCount - 1
    let isTrue =
      switch verb {
      case "deleted": world.account.inventory.clientKeys[id] == nil
      case "delivered": world.applications["web"].published.contains(id)
      case "recorded": read { $0.everRecorded.contains(LiveClientKey.shortID(id)) }
      case "issued": read { $0.known.contains(id) }
      default: true
      }
    guard !isTrue else { return }
    accuse(.truth, at: event, "\(Story.name(actor)) says \"\(line)\", which is not so")
  }

  /// A run came to its end.
  func ended(
    _ actor: Int, _ command: Command, _ status: Int32, _ world: World, isDead: Bool
  ) {
    change { $0.statuses[actor] = status }
    guard !isDead, status == 0 else { return }
    let inventory = world.account.inventory
    let event = world.gate.eventCount - 1
    for lie in lies(actor, command, world, inventory) {
      accuse(.truth, at: event, "\(Story.name(actor)) ends with 0, but \(lie)")
    }
  }

  /// What is not as exit status 0 says; nothing where somebody may have changed it since the run
  /// read everything for the last time.
  private func lies(
    _ actor: Int, _ command: Command, _ world: World, _ inventory: Inventory
  ) -> [String] {
    let (lastReading, lastChange, began) = read { state in
      (state.lastReading[actor] ?? 0, state.changes.last?.event ?? -1, state.began[actor])
    }
    guard lastChange < lastReading, let began else { return [] }
    // Who is told of an older account says what was true then: no answer tells how old it is, and what a
    // run wrote itself is all that it can know better, not what others did.
    let isToldOld = read { state in
      state.oldReadings[actor] == lastReading && state.changes.contains { $0.actor != actor }
    }
    guard !isToldOld else { return [] }
    let live = Set(inventory.clientKeys(of: "web").map(\.id))
    var lies: [String] = []
    switch command {
    case .apply, .adopt:
      lies += objectLies(command.variant, inventory) + keyLies(actor, world, inventory)
    case .rotateNow, .rotateDue: lies += keyLies(actor, world, inventory)
    case .compromised:
      let left = live.filter {
        began.recorded.contains(LiveClientKey.shortID($0)) && began.liveKeys.contains($0)
      }
      lies += keyLies(actor, world, inventory)
      lies += left.sorted().map { "the older client key \($0) lives" }
    case .retire:
      lies += live.intersection(began.words).sorted().map { "client key \($0) lives" }
    // What a reading command says is compared with what it says undisturbed (`CellJudge`).
    case .orphans, .read: break
    }
    return lies
  }

  private func objectLies(_ variant: Variant, _ inventory: Inventory) -> [String] {
    let (policy, resource, source) = Manifests.wanted(variant)
    var lies: [String] = []
    let sources = inventory.networkRules["vpc"].flatMap {
      WireJSON(text: $0.sourcePrivateIP)?.stringList
    }
    if sources != [source] { lies.append("networkrule/vpc is \(sources ?? ["gone"])") }
    let resources = inventory.policies[policy]?.resources
    if resources != [resource] { lies.append("policy/\(policy) is \(resources ?? ["gone"])") }
    let policies = inventory.accessPoints["web"]?.policies
    if policies != [policy] { lies.append("aap/web has \(policies ?? ["gone"])") }
    return lies
  }

  private func keyLies(_ actor: Int, _ world: World, _ inventory: Inventory) -> [String] {
    guard let marker = Self.marker(in: inventory) else { return [] }
    var lies: [String] = []
    if let intent = marker.intent { lies.append("the issue of \(intent.notBefore) is open") }
    let records = Set(marker.keys.map(\.shortID))
    let byHand = read { $0.nobodyCouldTell }
    // A run that names a key as of unknown origin hides nothing: two updates that crossed took what
    // the marker knew of it, and no destination holds it any more.
    let said = said(by: actor)
    for key in inventory.clientKeys(of: "web")
    where !records.contains(LiveClientKey.shortID(key.id)) && !byHand.contains(key.id)
      && !said.contains(key.id)
    {
      lies.append("client key \(key.id) is live and not recorded")
    }
    let application = world.applications["web"]
    let remover = application.current.flatMap { current in read { $0.removedBy[current.id] } }
    if let current = application.current, remover != -1,
      !Self.isUsable(current, inventory, at: world.time(-1).secondsSinceEpoch)
    {
      lies.append("the application's client key \(current.id) does not work")
    }
    return lies
  }

  /// After the last, undisturbed apply.
  func judgeTheEnd(_ world: World, _ statuses: [Int32]) {
    let event = world.gate.eventCount - 1
    let inventory = world.account.inventory
    let last = statuses.last ?? -1
    // Two variants may only be reached in two commits: that is said, and refused for good.
    let isInOneCommit = !read { $0.said.values.joined() }.contains("[no-safe-order]")
    if last != 0, !(scenario.isDisturbed && [3, 5].contains(last)), isInOneCommit || last != 3 {
      accuse(
        .convergence, at: event,
        "the last, undisturbed applies end with \(statuses.map(String.init).joined(separator: ", "))"
      )
    }
    let records = Self.known(in: inventory)
    let intent = Self.marker(in: inventory)?.intent
    let isOurs = Self.marker(in: inventory) != nil
    let (byHand, everRecorded, said) = read { state in
      // Where the last apply is rightly refused, what was there at first may rightly be there still.
      let left = last == 0 ? [] : state.atFirst
      return (state.nobodyCouldTell.union(left), state.everRecorded, state.said.values.joined())
    }
    for key in inventory.clientKeys(of: "web") {
      let shortID = LiveClientKey.shortID(key.id)
      let isAsked = intent.map { ($0.notBefore, $0.notAfter) == (key.notBefore, key.notAfter) }
      let isKnown =
        records.contains(shortID) || said.contains(key.id)
        || (!isOurs && everRecorded.contains(shortID))
      guard !isKnown, isAsked != true, !byHand.contains(key.id) else { continue }
      // Whoever takes an access point over takes what its marker knew.
      guard isOurs || !scenario.isDisturbed else { continue }
      accuse(.knownKeys, at: event, "client key \(key.id) is live, and nobody recorded it")
    }
  }
}

extension Scenario {
  /// Whether others do something that a run of kmsctl may rightly stop at.
  var isDisturbed: Bool {
    start == .foreign
      || actors.contains { actor in
        if case .edits? = actor { true } else { false }
      }
  }
}
