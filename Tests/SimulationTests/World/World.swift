import Cryptography
import HTTPTransport
import KMSModel
import Synchronization

@testable import KMSSandbox

/// Everything around the runs of one story: the account, the applications, the time, the scheduler.
final class World: Sendable {
  let loop: RunLoop
  let gate: Gate
  let account: Account
  let applications: Applications
  let judge: Judge
  /// A number that no earlier story about the same account has.
  let story: Int64

  init(
    _ scenario: Scenario, from snapshot: Snapshot, on loop: RunLoop
  ) throws {
    self.loop = loop
    let gate = Gate(scenario, at: snapshot.time)
    self.gate = gate
    account = try Account(
      snapshot.inventory, keyCount: snapshot.keyCount, time: { Self.seconds(gate.now(-1)) },
      now: snapshot.time)
    applications = Applications(snapshot.applications)
    judge = Judge(scenario, snapshot)
    story = snapshot.time / 1_000
  }

  /// The time on a machine whose clock is right.
  func time(_ actor: Int) -> Timestamp { Self.seconds(gate.now(actor)) }

  private static func seconds(_ milliseconds: Int64) -> Timestamp {
    Timestamp(secondsSinceEpoch: milliseconds / 1_000)
  }

  /// Carries a request out and takes note of what it changed.
  func answer(
    _ request: HTTPRequest, _ cause: Cause, asOf time: Int64? = nil
  ) async -> SandboxAnswer {
    let answer = await account.answer(Self.received(request), asOf: time)
    if cause.name.isChange {
      await settle(cause)
    } else {
      judge.looked(cause, isOld: time != nil)
    }
    switch answer {
    case .response(let response): gate.note(cause.event, "\(response.status)")
    case .hangUp: gate.note(cause.event, "hung up")
    }
    return answer
  }

  /// Does what somebody does to the account without kmsctl.
  func edit(_ edit: Edit, by actor: Int, at event: Int) async {
    let current = applications["web"].current?.id
    let (counter, now) = (account.counter, time(-1))
    await account.state.edit {
      OthersHand(edit: edit, counter: counter, now: now, current: current).apply(to: &$0)
    }
    let name = CallName(operation: "Edit", object: "\(edit)")
    await settle(Cause(actor: actor, event: event, sentAt: event, name: name))
  }

  /// Lets a request arrive later, whose sender has given up.
  func land(_ request: HTTPRequest, _ cause: Cause, after count: Int) {
    // Ended by the end of the story, which waits until every landing is over.
    Task(executorPreference: loop) { [self] in
      let permit = await gate.land(cause.actor, cause.name, after: count)
      var cause = cause
      cause.event = permit.event
      _ = await answer(request, cause)
    }
  }

  private func settle(_ cause: Cause) async {
    guard let before = await account.settle(gate.now(-1)) else { return }
    judge.changed(from: before, to: account.inventory, cause, gate)
  }

  private static func received(_ request: HTTPRequest) -> SandboxRequest {
    let rest = request.url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
    let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let authority = ["host": SimulatedTransport.authority]
    return SandboxRequest(
      method: request.method.rawValue, path: String(parts.first ?? "/"),
      query: parts.count > 1 ? String(parts[1]) : "",
      headers: request.headers.reduce(into: authority) { $0[$1.name] = $1.value },
      body: request.body)
  }
}

/// An account and its applications at one moment.
struct Snapshot: Sendable {
  var inventory: Inventory
  var applications: [String: Application]
  /// In milliseconds since 1970.
  var time: Int64
  /// How many client keys were made so far.
  var keyCount: Int
}

/// What others do, as a change of the inventory.
struct OthersHand {
  let edit: Edit
  let counter: KeyCounter
  let now: Timestamp
  /// The key in use.
  let current: String?

  static let owner = Owner(stack: "others", uid: "0a1b2c")

  /// What the other stack writes on an object that it takes over.
  static func marker(_ id: ResourceID) -> String {
    let digest = DigestFunction(Digest.sha256)
    return MarkerText.write(
      Marker(
        owner: owner, originHash: Marker.originHash(owner: owner, id: id, digest: digest),
        appliedDigest: AppliedDigest(hex: "0123456789abcdef")))
  }

  func apply(to inventory: inout Inventory) {
    switch edit {
    case .takeOver(let place):
      describe(place, in: &inventory) { _ in "theirs now \(Self.marker(place.id))" }
    case .dropMarker(let place):
      describe(place, in: &inventory) { text in
        text.firstRange(of: "[kmsctl/").map { String(text[..<$0.lowerBound]) } ?? text
      }
    case .change(.rule):
      inventory.networkRules["vpc"]?.sourcePrivateIP = WireJSON.strings(["10.99.0.0/16"]).text
    case .change(.policy): inventory.policies["crypto"]?.resources = ["key/by-hand"]
    case .change(.accessPoint):
      inventory.accessPoints["web"]?.policies = ["crypto", "console-made"]
    case .delete(.rule): inventory.networkRules["vpc"] = nil
    case .delete(.policy): inventory.policies["crypto"] = nil
    case .delete(.accessPoint): inventory.removeAccessPoint("web")
    case .makeKey: makeKey(&inventory)
    case .deleteCurrentKey: if let current { inventory.clientKeys[current] = nil }
    }
  }

  private func describe(
    _ place: Edit.Place, in inventory: inout Inventory, _ words: (String) -> String
  ) {
    switch place {
    case .rule:
      if let old = inventory.networkRules["vpc"]?.description {
        inventory.networkRules["vpc"]?.description = words(old)
      }
    case .policy:
      if let old = inventory.policies["crypto"]?.description {
        inventory.policies["crypto"]?.description = words(old)
      }
    case .accessPoint:
      if let old = inventory.accessPoints["web"]?.description {
        inventory.accessPoints["web"]?.description = words(old)
      }
    }
  }

  private func makeKey(_ inventory: inout Inventory) {
    guard inventory.accessPoints["web"] != nil, inventory.clientKeys(of: "web").count < 3 else {
      return
    }
    let id = counter.id()
    inventory.clientKeys[id] = ClientKeyRecord(
      id: id, accessPoint: "web", createTime: now, notBefore: now,
      notAfter: now.adding(seconds: 200 * 86_400),
      certificatePEM: (try? KeyPool.halves(0))?.certificatePEM ?? "")
  }
}
