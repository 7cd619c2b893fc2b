import Synchronization

/// What somebody waits for.
enum Point: Sendable, Hashable {
  case start
  /// A call to the service.
  case call(CallName)
  /// An operation at a destination: `publish web`.
  case place(String)
  /// A wait until this millisecond.
  case sleep(until: Int64)
  /// A change behind kmsctl's back.
  case edit(Edit)
  /// The clock goes on by so many seconds.
  case clock(Int64)
  /// A request that was on its way when its sender gave up.
  case landing(CallName)
}

/// An operation and the object it is about.
struct CallName: Sendable, Hashable {
  var operation: String
  var object: String

  var isChange: Bool {
    !["Describe", "List", "Get"].contains { operation.hasPrefix($0) }
  }
}

/// What somebody gets when it goes on.
struct Permit: Sendable {
  /// The number of the event.
  var event: Int
  var fault: Fault?
  /// Whether the run was killed: nothing it does counts any more.
  var isDead = false
}

/// Something that happened, for the trace and the story.
struct Event: Sendable, Hashable {
  var number: Int
  var actor: Int
  var point: Point
  var fault: Fault?
  /// When, in milliseconds.
  var time: Int64
  var outcome = ""
}

/// Where everybody waits, and the scheduler that lets one go on at a time.
///
/// Who goes on follows from the scenario alone: the same actor as before, until a switch says
/// otherwise or it has nothing left to do.
final class Gate: Sendable {
  private struct Waiting {
    var actor: Int
    var point: Point
    var arrival: Int
    var continuation: CheckedContinuation<Permit, Never>
  }

  private struct Landing {
    var due: Int
    var actor: Int
    var name: CallName
    var continuation: CheckedContinuation<Permit, Never>
  }

  /// How far an actor has come.
  struct Counts: Sendable, Hashable {
    var events = 0
    var calls = 0
    var changes = 0
    var places = 0
    var waits = 0
    var operations: [String: Int] = [:]
    var hasJustFailed = false
  }

  private struct Lag {
    var seconds: Int64
    var reads: Int
  }

  private struct State {
    var waiting: [Waiting] = []
    var landings: [Landing] = []
    var counts: [Int: Counts] = [:]
    var dead: Set<Int> = []
    var allDead = false
    var deadTime: [Int: Int64] = [:]
    var lags: [Int: Lag] = [:]
    var interrupted: [Int] = []
    var current = 0
    var arrivals = 0
    var now: Int64
    var events: [Event] = []
    var switches: [Switch]
    var faults: [FaultPoint]
    var turns: [Turn]
  }

  private let state: Mutex<State>

  static let callTime: Int64 = 50
  static let placeTime: Int64 = 10
  static let givingUpTime: Int64 = 30_000
  /// More than any run of these commands needs.
  static let longestStory = 6_000

  init(_ scenario: Scenario, at now: Int64) {
    state = Mutex(
      State(
        now: now, switches: scenario.switches, faults: scenario.faults, turns: scenario.turns))
  }

  /// The time, in milliseconds since 1970; for a killed run its own, which nobody shares.
  func now(_ actor: Int) -> Int64 {
    state.withLock { $0.now + ($0.deadTime[actor] ?? 0) }
  }

  var events: [Event] { state.withLock { $0.events } }
  var eventCount: Int { state.withLock { $0.events.count } }
  func counts(_ actor: Int) -> Counts { state.withLock { $0.counts[actor] ?? Counts() } }
  func isDead(_ actor: Int) -> Bool {
    state.withLock { $0.allDead || $0.dead.contains(actor) }
  }

  /// Waits until the scheduler lets this actor do this.
  func pass(_ actor: Int, _ point: Point) async -> Permit {
    let isDead = state.withLock { state in
      guard state.allDead || state.dead.contains(actor) else { return false }
      if case .sleep(let until) = point {
        let now = state.now + (state.deadTime[actor] ?? 0)
        state.deadTime[actor, default: 0] += max(1, until - now)
      }
      return true
    }
    guard !isDead else { return Permit(event: 0, isDead: true) }
    return await withCheckedContinuation { continuation in
      state.withLock { state in
        state.arrivals += 1
        state.waiting.append(
          Waiting(
            actor: actor, point: point, arrival: state.arrivals, continuation: continuation))
      }
    }
  }

  /// Waits until so many further events have happened, or nobody has anything else to do.
  func land(_ actor: Int, _ name: CallName, after count: Int) async -> Permit {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        state.landings.append(
          Landing(
            due: state.events.count + count, actor: actor, name: name, continuation: continuation))
      }
    }
  }

  /// From here on nothing that this actor does counts; whatever it waits for, it gets nothing.
  func kill(_ actor: Int) {
    let freed = state.withLock { state in
      state.dead.insert(actor)
      let mine = state.waiting.filter { $0.actor == actor }
      state.waiting.removeAll { $0.actor == actor }
      return mine
    }
    for one in freed { one.continuation.resume(returning: Permit(event: 0, isDead: true)) }
  }

  /// Sends everybody home.
  func killEverybody() {
    let actors = state.withLock { state in
      state.allDead = true
      return Set(state.waiting.map(\.actor))
    }
    for actor in actors { kill(actor) }
  }

  /// Says how an event ended.
  func note(_ event: Int, _ outcome: String) {
    state.withLock { state in
      guard state.events.indices.contains(event) else { return }
      state.events[event].outcome = outcome
    }
  }

  /// More time goes by, for a caller that gave up late.
  func pass(milliseconds: Int64) { state.withLock { $0.now += milliseconds } }

  /// What goes wrong is over: for the last look.
  func endFaults() {
    state.withLock { state in
      state.faults = []
      state.switches = []
      state.turns = []
      state.lags = [:]
    }
  }

  /// Lets one go on; false when nobody waits.
  func step() -> Bool {
    let next: (CheckedContinuation<Permit, Never>, Permit)? = state.withLock { state in
      if let index = state.landings.firstIndex(where: { $0.due <= state.events.count }) {
        return Self.land(&state, index)
      }
      guard let index = Self.choose(&state) else {
        return state.landings.isEmpty ? nil : Self.land(&state, 0)
      }
      return Self.admit(&state, index)
    }
    guard let (continuation, permit) = next else { return false }
    continuation.resume(returning: permit)
    return true
  }

  private static func land(
    _ state: inout State, _ index: Int
  ) -> (CheckedContinuation<Permit, Never>, Permit) {
    let landing = state.landings.remove(at: index)
    let number = state.events.count
    state.events.append(
      Event(number: number, actor: landing.actor, point: .landing(landing.name), time: state.now))
    return (landing.continuation, Permit(event: number))
  }

  /// The place among those who wait of the one who goes on.
  private static func choose(_ state: inout State) -> Int? {
    while true {
      let mine = indices(of: state.current, state)
      guard !mine.isEmpty else {
        guard let next = state.interrupted.popLast() ?? state.waiting.map(\.actor).min() else {
          return nil
        }
        state.current = next
        continue
      }
      let count = state.counts[state.current] ?? Counts()
      let turn = state.turns.first { $0.actor == state.current && $0.event == count.events }
      let index = mine[(turn?.pick ?? 0) % mine.count]
      guard let next = takeSwitch(&state, before: state.waiting[index].point, count) else {
        return index
      }
      state.interrupted.append(state.current)
      state.current = next
    }
  }

  /// An actor's waiting things: what can happen at once in the order it came, then its waits.
  private static func indices(of actor: Int, _ state: State) -> [Int] {
    let mine = state.waiting.indices.filter { state.waiting[$0].actor == actor }
    return mine.count < 2
      ? mine
      : mine.sorted { left, right in
        order(state.waiting[left]) < order(state.waiting[right])
      }
  }

  private static func order(_ waiting: Waiting) -> (Int64, String, Int) {
    switch waiting.point {
    case .sleep(let until): (until, "", waiting.arrival)
    // Which of two objects is asked about first must not hang on the order of a dictionary.
    case .call(let name): (-1, name.operation + name.object, waiting.arrival)
    default: (-2, "", waiting.arrival)
    }
  }

  private static func takeSwitch(
    _ state: inout State, before point: Point, _ count: Counts
  ) -> Int? {
    guard !state.switches.isEmpty else { return nil }
    var moments: [Moment] = [.event(count.events)]
    if case .call(let name) = point, name.isChange { moments.append(.change(count.changes)) }
    if case .sleep = point {
      moments.append(.wait(count.waits))
      if count.hasJustFailed { moments.append(.waitAfterFault) }
    }
    for index in state.switches.indices.reversed() {
      let one = state.switches[index]
      guard one.actor == state.current, moments.contains(one.moment) else { continue }
      state.switches.remove(at: index)
      if state.waiting.contains(where: { $0.actor == one.next }) { return one.next }
    }
    return nil
  }

  private static func admit(
    _ state: inout State, _ index: Int
  ) -> (CheckedContinuation<Permit, Never>, Permit) {
    let waiting = state.waiting.remove(at: index)
    var count = state.counts[waiting.actor] ?? Counts()
    let fault = fault(&state, waiting, &count)
    count.events += 1
    count.hasJustFailed = fault != nil
    state.counts[waiting.actor] = count
    switch waiting.point {
    case .call, .landing, .edit: state.now += callTime
    case .place: state.now += placeTime
    case .sleep(let until): state.now = max(state.now, until)
    case .clock(let seconds): state.now += seconds * 1_000
    case .start: break
    }
    let number = state.events.count
    state.events.append(
      Event(
        number: number, actor: waiting.actor, point: waiting.point, fault: fault, time: state.now))
    return (waiting.continuation, Permit(event: number, fault: fault))
  }

  private static func fault(
    _ state: inout State, _ waiting: Waiting, _ count: inout Counts
  ) -> Fault? {
    var targets: [FaultPoint.Target] = [.event(count.events)]
    var isRead = false
    switch waiting.point {
    case .call(let name):
      targets += [
        .call(count.calls), .named(name.operation, count.operations[name.operation] ?? 0),
        .every(name.operation),
      ]
      count.calls += 1
      count.operations[name.operation, default: 0] += 1
      if name.isChange {
        targets.append(.change(count.changes))
        count.changes += 1
      }
      isRead = !name.isChange
    case .place:
      targets.append(.place(count.places))
      count.places += 1
    case .sleep:
      count.waits += 1
      return nil
    default: return nil
    }
    let found = state.faults.first { $0.actor == waiting.actor && targets.contains($0.target) }
    if case .lagging(let seconds, let reads)? = found?.fault {
      state.lags[waiting.actor] = Lag(seconds: seconds, reads: reads)
    } else if let found {
      return found.fault
    }
    guard isRead, var lag = state.lags[waiting.actor], lag.reads > 0 else { return nil }
    lag.reads -= 1
    state.lags[waiting.actor] = lag
    return .lagging(seconds: lag.seconds, reads: lag.reads)
  }
}
