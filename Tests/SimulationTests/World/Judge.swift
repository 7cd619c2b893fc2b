import KMSModel
import Synchronization

@testable import KMSSandbox

/// A promise that was broken.
struct Violation: Sendable, Hashable {
  /// Which promise.
  enum Promise: String, Sendable, Hashable, CaseIterable {
    case usableKey = "a good key, once delivered, stays usable until its successor is delivered"
    case strangers = "no stranger's object changes"
    case access = "access is never wider than the wider of before and after"
    case knownKeys = "no key is left that nobody recorded and no run knows of"
    case truth = "every 'done' is true"
    case convergence = "a last, undisturbed apply ends well"
    case ending = "every run ends"
  }

  var promise: Promise
  var event: Int
  var words: String
}

/// Watches one story, call by call, and says where a promise was broken.
final class Judge: Sendable {
  struct Began: Sendable {
    var command: Command
    var words: [String]
    var liveKeys: Set<String>
    var recorded: Set<String>
  }

  struct State: Sendable {
    var violations: [Violation] = []
    var said: [Int: String] = [:]
    var began: [Int: Began] = [:]
    var statuses: [Int: Int32] = [:]
    /// Since which event an object is a stranger's.
    var taken: [ResourceID: Int] = [:]
    /// When others last changed an object.
    var touched: [ResourceID: Int] = [:]
    /// The events in which a run looked at an object as it was at that moment.
    var looks: [Int: [ResourceID: [Int]]] = [:]
    /// The event in which a run began to read everything for the last time.
    var lastReading: [Int: Int] = [:]
    /// The last readings in which runs were told of an older account.
    var oldReadings: [Int: Int] = [:]
    /// The lists that a run has read since then; which comes first is the scheduler's choice.
    private var listed: [Int: Set<String>] = [:]

    /// A list that a run reads again begins a new reading.
    mutating func noteReading(_ cause: Cause) {
      let lists = ["ListNetworkRules", "ListPolicies", "ListApplicationAccessPoints"]
      guard lists.contains(cause.name.operation) else { return }
      let isFurther = listed[cause.actor].map { !$0.contains(cause.name.operation) } ?? false
      if !isFurther {
        lastReading[cause.actor] = cause.event
        listed[cause.actor] = []
      }
      listed[cause.actor, default: []].insert(cause.name.operation)
    }
    /// Every change, with the one who made it.
    var changes: [(event: Int, actor: Int)] = []
    var removedBy: [String: Int] = [:]
    var madeBy: [String: Int] = [:]
    var known: Set<String> = []
    var madeByHand: Set<String> = []
    /// The keys that were there before anybody acted.
    var atFirst: Set<String> = []
    var everRecorded: Set<String> = []
    var isWorking = false

    /// Keys that are not ours, or that nothing tells to be ours any more: of a twin that was there at
    /// first only the one of the pair tells that was recorded, until somebody deletes it.
    var nobodyCouldTell: Set<String> {
      removedBy.values.contains(-1) ? madeByHand.union(atFirst) : madeByHand
    }
    var seenPublished = 0
    var allowed: Set<String>?
  }

  let scenario: Scenario
  private let state: Mutex<State>

  init(_ scenario: Scenario, _ snapshot: Snapshot) {
    self.scenario = scenario
    var first = State()
    let inventory = snapshot.inventory
    first.known = Set(inventory.clientKeys.names)
    first.atFirst = first.known
    // What was there before any marker is somebody else's.
    if Self.marker(in: inventory) == nil { first.madeByHand = first.known }
    first.everRecorded = Self.known(in: inventory)
    first.isWorking = Self.isUsable(
      snapshot.applications["web"]?.current, inventory, at: snapshot.time / 1_000)
    first.seenPublished = snapshot.applications["web"]?.published.count ?? 0
    first.allowed = AccessWatch.allowed(scenario, inventory)
    state = Mutex(first)
  }

  var violations: [Violation] { state.withLock { $0.violations } }
  var statuses: [Int: Int32] { state.withLock { $0.statuses } }

  func said(by actor: Int) -> String { state.withLock { $0.said[actor] ?? "" } }

  func read<Value: Sendable>(_ body: (State) -> sending Value) -> sending Value {
    state.withLock { body($0) }
  }

  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  func accuse(_ promise: Violation.Promise, at event: Int, _ words: String) {
    state.withLock {
      $0.violations.append(Violation(promise: promise, event: event, words: words))
    }
  }

  // MARK: What happens

  func began(_ actor: Int, _ command: Command, _ inventory: Inventory, _ words: [String]) {
    let began = Began(
      command: command, words: words,
      liveKeys: Set(inventory.clientKeys(of: "web").map(\.id)),
      recorded: Self.recorded(in: inventory))
    change { $0.began[actor] = began }
  }

  /// A run read something; `isOld` when it was told of an older account.
  func looked(_ cause: Cause, isOld: Bool) {
    change { state in
      state.noteReading(cause)
      if isOld { state.oldReadings[cause.actor] = state.lastReading[cause.actor] }
      guard !isOld, let id = cause.name.described else { return }
      state.looks[cause.actor, default: [:]][id, default: []].append(cause.event)
    }
  }

  /// Somebody changed the account.
  func changed(
    from before: Inventory, to after: Inventory, _ cause: Cause, _ gate: Gate
  ) {
    let isOthers = cause.name.operation == "Edit"
    change { state in
      state.changes.append((cause.event, cause.actor))
      for id in before.clientKeys.names where after.clientKeys[id] == nil {
        state.removedBy[id] = isOthers ? -1 : cause.actor
      }
      for id in after.clientKeys.names where before.clientKeys[id] == nil {
        state.known.insert(id)
        state.madeBy[id] = cause.actor
        if isOthers { state.madeByHand.insert(id) }
      }
      state.everRecorded.formUnion(Self.known(in: after))
    }
    if !isOthers { StrangerWatch(judge: self, gate: gate).check(before, after, cause) }
    noteEdits(before, after, cause, isOthers: isOthers)
    AccessWatch(judge: self).check(after, cause)
  }

  /// Whose objects are now: what was on its way may have made one ours again.
  private func noteEdits(
    _ before: Inventory, _ after: Inventory, _ cause: Cause, isOthers: Bool
  ) {
    let descriptions: [(ResourceID, String?)] = [
      (ResourceID(.networkRule, "vpc"), after.networkRules["vpc"]?.description),
      (ResourceID(.policy, "crypto"), after.policies["crypto"]?.description),
      (ResourceID(.accessPoint, "web"), after.accessPoints["web"]?.description),
    ]
    let touched = StrangerWatch.changed(before, after)
    change { state in
      for id in touched where isOthers { state.touched[id] = cause.event }
      for (id, description) in descriptions {
        let isTheirs = description?.contains("s=\(OthersHand.owner) ") == true
        state.taken[id] = isTheirs ? state.taken[id] ?? cause.event : nil
      }
    }
  }

  /// After every event: whether the application still has a key that works.
  func check(_ world: World, after event: Int) {
    let application = world.applications["web"]
    let inventory = world.account.inventory
    let isUsable = Self.isUsable(
      application.current, inventory, at: world.time(-1).secondsSinceEpoch)
    let (wasWorking, seen) = read { ($0.isWorking, $0.seenPublished) }
    change { state in
      state.isWorking = isUsable
      state.seenPublished = application.published.count
    }
    guard !isUsable, let current = application.current else { return }
    let isNew = application.published.count > seen
    guard wasWorking || isNew else { return }
    explainLoss(of: current, isNew: isNew, inventory, world, event)
  }

  private func explainLoss(
    of current: Application.Delivered, isNew: Bool, _ inventory: Inventory, _ world: World,
    _ event: Int
  ) {
    let remover = read { $0.removedBy[current.id] }
    if let key = inventory.clientKeys[current.id] {
      let now = world.time(-1)
      if !isNew, key.notAfter <= now { return }
      let reason =
        key.notAfter <= now
        ? "has ended" : now < key.notBefore ? "is not valid yet" : "does not open as the live key"
      return accuse(
        .usableKey, at: event, "client key \(current.id) is current of 'web', and \(reason)")
    }
    guard remover != -1 else { return }
    let who = remover.map { "\(Story.name($0)) deleted it" } ?? "nobody knows why"
    accuse(
      .usableKey, at: event,
      isNew
        ? "client key \(current.id) became current of 'web' although it was gone: \(who)"
        : "client key \(current.id), in use at 'web', is gone: \(who)")
  }

  // MARK: What is there

  /// The client keys that the marker of 'web' knows, by their short ids.
  static func recorded(in inventory: Inventory) -> Set<String> {
    Set(marker(in: inventory)?.keys.map(\.shortID) ?? [])
  }

  /// The same, with the one that an open intent names.
  static func known(in inventory: Inventory) -> Set<String> {
    let marker = marker(in: inventory)
    return Set(marker?.keys.map(\.shortID) ?? []).union([marker?.intent?.shortID].compactMap { $0 })
  }

  /// Our marker on 'web'.
  static func marker(in inventory: Inventory) -> Marker? {
    guard let text = inventory.accessPoints["web"]?.description,
      case .marked(let marker, _) = MarkerText.read(text), marker.owner.stack == "payments"
    else { return nil }
    return marker
  }

  static func isUsable(
    _ delivered: Application.Delivered?, _ inventory: Inventory, at now: Int64
  ) -> Bool {
    guard let delivered, let key = inventory.clientKeys[delivered.id],
      let certificate = delivered.certificatePEM
    else { return false }
    let time = Timestamp(secondsSinceEpoch: now)
    return key.notBefore <= time && time < key.notAfter && certificate == key.certificatePEM
  }
}

extension CallName {
  /// The object whose state the answer shows.
  var described: ResourceID? {
    switch operation {
    case "DescribeNetworkRule": ResourceID(.networkRule, object)
    case "DescribePolicy": ResourceID(.policy, object)
    case "DescribeApplicationAccessPoint": ResourceID(.accessPoint, object)
    default: nil
    }
  }
}
