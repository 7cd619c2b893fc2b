internal import Applying
internal import KMSModel
internal import Planning

/// One random history: night after night, with everything that can go wrong, and what must hold.
struct History {
  struct Counts {
    var nights = 0
    var issues = 0
    var retirements = 0
    var crashes = 0
    var otherFaults = 0
    var deletions = 0
    var madeByHand = 0
    /// Keys that ended in use, because no run that could renew them took place.
    var excusedOutages = 0
    /// Nights on which something was stuck, and commands of such that somebody ran.
    var stuckNights = 0
    var retired = 0
    var deletedByVendor = 0
  }

  /// What a key in use must have been spared, worked out without the planner's code.
  struct Use {
    var accessPoint: String
    var key: LiveClientKey
    /// The run that delivered it.
    var since: Timestamp
    /// When the job ran to its end while this key was in use, and whether something held it
    /// back, or it had no issue left for this access point.
    var runs: [(time: Timestamp, isHeldBack: Bool, isLimited: Bool)] = []
  }

  var counts = Counts()
  var problems: [String] = []
  private var random: SplitMix
  private let shape: HistoryShape
  var fleet: Fleet
  var now: Timestamp
  /// By the place that the application reads.
  var uses: [String: Use] = [:]
  var byHand: Set<String> = []
  /// The next step of each access point that was stuck last night.
  var stuck: [String: String] = [:]
  /// The last night's plan, and what came of it.
  private var last: (plan: Plan, summary: ApplySummary)?
  /// Access points that may have a third key until they are down to two.
  private var excused: Set<String> = []

  init(seed: UInt64, maximumKeys: Int = 3) async {
    random = SplitMix(seed: seed)
    now = Timestamp(secondsSinceEpoch: 1_795_000_000)
    var shape = HistoryShape(&random, from: now)
    shape.maximumKeys = maximumKeys
    self.shape = shape
    fleet = Fleet(shape.keys, settings: shape.settings)
    let rounds = shape.roundsDates
    await fleet.store.edit {
      $0.roundsDates = rounds
      $0.maximumKeys = maximumKeys
    }
  }

  mutating func run() async {
    await night(isDisturbed: false)
    for _ in 0..<shape.nights where problems.isEmpty {
      await sleep(shape.rhythm + random.within(-7_200...7_200))
      await checkApplications()
      await meddle()
      if random.happens(shape.missedPercent) { continue }
      await night(isDisturbed: true)
      if !stuck.isEmpty, random.happens(shape.obeyPercent) { await obey() }
    }
    await finish()
  }

  /// What was late is over before the next night.
  private mutating func sleep(_ seconds: Int64) async {
    for _ in 0..<12 { await fleet.store.tick() }
    now = now.adding(seconds: seconds)
    await fleet.store.edit { [now] in $0.now = now }
  }

  // MARK: One night

  private mutating func night(isDisturbed: Bool) async {
    counts.nights += 1
    let live = await fleet.live()
    now = live.now
    let schedule = KeySchedule(desired: fleet.desired, live: live, digest: World.digest)
    let isQuiet =
      live.accessPoints.count == shape.keys.count
      && schedule.lifecycles.values.allSatisfy {
        !$0.issues && $0.shortage == nil && $0.retiring.isEmpty
          && !$0.keys.contains { $0.nextAction == .remove }
      }
    if isQuiet {
      if counts.nights.isMultiple(of: 20), !fleet.plan(live).isEmpty {
        problems.append("a quiet night has steps")
      }
      last = nil
      stuck = [:]
      return note(schedule, [])
    }
    let plan = fleet.plan(live)
    checkPlan(plan, live)
    var life = Life()
    if isDisturbed, random.happens(shape.faultPercent) { life = Life(faultAt: fault()) }
    let summary = await fleet.run(plan, life)
    last = (plan, summary)
    await checkRun(plan)
    stuck = [:]
    guard summary.isComplete else { return }
    noteStuck(plan, summary)
    note(schedule, Set(stuck.keys))
    // What a destination did not say tonight it says when it is asked again: nobody obeys yet.
    if await life.faultyCall?.hasPrefix("holds") == true { stuck = [:] }
    await checkNumbers()
  }

  private mutating func noteStuck(_ plan: Plan, _ summary: ApplySummary) {
    for one in plan.stuck where !one.mayFinish { stuck[one.id.name] = one.nextStep }
    for one in summary.stuck {
      guard let step = plan.steps.first(where: { $0.id == one.step }) else { continue }
      stuck[step.target.name] = one.failure.nextStep
    }
    if !stuck.isEmpty { counts.stuckNights += 1 }
  }

  private mutating func fault() -> (call: Int, fault: Life.Fault) {
    let call = Int(random.within(1...25))
    switch random.within(0...9) {
    case 0...4:
      counts.crashes += 1
      return (call, .end(random.happens(50) ? .beforeWork : .afterWork))
    case let other:
      counts.otherFaults += 1
      let faults: [Life.Fault] = [
        .refused(.throttled), .refused(.quota), .lostBefore, .lostAfter,
        .late(Int(random.within(1...8))),
      ]
      return (call, faults[Int(other) - 5])
    }
  }

  private mutating func meddle() async {
    guard let name = shape.keys.keys.sorted().randomElement(using: &random) else { return }
    if random.happens(shape.deletionPercent),
      let key = await fleet.keys(name).randomElement(using: &random)
    {
      counts.deletions += 1
      byHand.remove(key.id)
      uses = uses.filter { $0.value.key.id != key.id }
      await fleet.store.edit { $0.clientKeys.removeAll { $0.id == key.id } }
    }
    guard random.happens(shape.byHandPercent), await fleet.keys(name).count < shape.maximumKeys
    else { return }
    counts.madeByHand += 1
    let hex = String(0xf000_0000 + counts.madeByHand, radix: 16)
    let id = "KAAP.\(hex)-0000-4000-8000-000000000000"
    byHand.insert(id)
    let start = now.adding(seconds: -random.within(0...3_600))
    let end = now.adding(seconds: Fleet.day * random.within(1...60))
    await fleet.store.edit {
      $0.clientKeys.append(
        LiveClientKey(
          id: id, accessPoint: name, notBefore: start, notAfter: end, createTime: start,
          certificatePEM: "by hand"))
    }
  }

  private mutating func note(_ schedule: KeySchedule, _ stuck: Set<String>) {
    for (name, lifecycle) in schedule.lifecycles {
      let run: (isHeldBack: Bool, isLimited: Bool)
      switch lifecycle.issue {
      case .heldBack(_, let hold): run = (true, hold.reason == .runLimit)
      // A run that finishes an interrupted issue does nothing else for the access point.
      case .recovering, .held, .stuck: run = (true, true)
      case .notManaged, .fresh, .due, .missing:
        run = stuck.contains(name) ? (true, true) : (false, false)
      }
      for path in uses.keys where uses[path]?.accessPoint == name {
        uses[path]?.runs.append((now, run.isHeldBack, run.isLimited))
      }
    }
  }
}

// MARK: What must hold

extension History {
  /// An application uses what was delivered last. Unless somebody deleted that key, it is valid all
  /// the time; it may end only when no run took place that could have renewed it.
  fileprivate mutating func checkApplications() async {
    for (path, use) in uses where use.key.notAfter <= now {
      let name = use.accessPoint
      let life = use.key.notAfter.seconds(since: use.key.notBefore)
      guard let rotation = shape.keys[name]?.rotation else { continue }
      let lead = Self.lead(rotation, life)
      let reserve = min(lead / 4, 3 * Fleet.day)
      let couldRenew = use.runs.contains { run in
        guard use.since < run.time, run.time < use.key.notAfter, !run.isLimited else {
          return false
        }
        let left = use.key.notAfter.seconds(since: run.time)
        return left <= reserve || (left <= lead && !run.isHeldBack)
      }
      if couldRenew {
        problems.append(
          "\(name): \(use.key.id) ended at \(use.key.notAfter) although a run came: lead \(lead), "
            + "\(use.runs.suffix(4)), \(String(describing: await fleet.marker(name)))")
      }
      counts.excusedOutages += 1
      uses[path] = nil
    }
  }

  private static func lead(_ rotation: RotationSpec, _ life: Int64) -> Int64 {
    switch rotation.renewBefore {
    case .span(let span): span.nominalSeconds
    case .percent(let share): life * Int64(share) / 100
    }
  }

  /// Nothing is rotated before its time, or retired before its overlap is over.
  mutating func checkPlan(_ plan: Plan, _ live: LiveState) {
    for step in plan.steps {
      switch step.operation {
      case .issueClientKey(let issue):
        counts.issues += 1
        let name = issue.accessPoint
        let marker = live.accessPoints[name]?.reading.marker
        let known = (live.clientKeys[name] ?? []).filter { key in
          key.notAfter > now && marker?.keys.contains { $0.shortID == key.shortID } == true
        }
        if issue.isRecovery || known.count > 1 { excused.insert(name) }
        guard !issue.isRecovery, let newest = marker?.newestDelivered,
          let current = known.first(where: { $0.shortID == newest.shortID })
        else { continue }
        let lead = Self.lead(
          issue.spec.rotation, current.notAfter.seconds(since: current.notBefore))
        let earliest = lead + min(lead / 8, 7 * Fleet.day)
        if current.notAfter.seconds(since: now) > earliest {
          problems.append("\(name): rotated too early")
        }
      case .deleteClientKey(let deletion) where deletion.cause == .retired:
        counts.retirements += 1
        let marker = live.accessPoints[deletion.accessPoint]?.reading.marker
        let newest = marker?.newestDelivered
        guard let committed = newest?.deliveredAt, let spec = deletion.spec,
          spec.rotation.overlap.after(committed) <= now,
          newest?.shortID != LiveClientKey.shortID(deletion.keyID)
        else {
          problems.append("\(deletion.accessPoint): \(deletion.keyID) is retired too early")
          continue
        }
      default: continue
      }
    }
  }

  /// Whatever a run meets, it takes nobody's key away.
  mutating func checkRun(_ plan: Plan) async {
    let after = await fleet.store.state
    for hand in byHand where !after.clientKeys.contains(where: { $0.id == hand }) {
      problems.append("\(hand), made by hand, is gone")
    }
    for (name, path) in places {
      let current = await fleet.disks[path]?.current
      let key = after.keys(of: name).first { $0.id == current }
      if let use = uses[path], use.key.notAfter > after.now, key == nil {
        problems.append("\(path): the run left nothing to use for \(use.key.id)")
      }
      if let key, uses[path]?.key != key, key.notAfter > now {
        uses[path] = Use(accessPoint: name, key: key, since: now)
      }
    }
  }

  /// Every place that an application reads, with its access point.
  var places: [(accessPoint: String, path: String)] {
    shape.keys.keys.sorted().flatMap { name in
      (shape.keys[name].map(Fleet.paths) ?? []).map { (name, $0) }
    }
  }

  /// After a run that reached its end there are at most two recorded keys that live.
  ///
  /// Three are there only after an interrupted run was finished, or where waiting for the
  /// predecessor would have come too close to the end of the current key.
  fileprivate mutating func checkNumbers() async {
    for name in shape.keys.keys {
      let records = await fleet.marker(name)?.keys.map(\.shortID) ?? []
      let count = await fleet.keys(name).count { $0.notAfter > now && records.contains($0.shortID) }
      if count <= 2 {
        excused.remove(name)
      } else if !excused.contains(name) {
        problems.append("\(name): \(count) recorded keys live")
      }
    }
  }

  /// With nothing going wrong any more, everything converges: no orphan, no intent, one key in use
  /// and at most one before it.
  fileprivate mutating func finish() async {
    guard problems.isEmpty else { return }
    fleet.desired.stack.keys.maximumIssuesPerRun = nil
    for name in shape.keys.keys {
      fleet.desired.clientKeys[name]?.spec.rotation.window = nil
      fleet.desired.clientKeys[name]?.spec.rotation.freezes = []
    }
    for _ in 0..<4 {
      await sleep(Fleet.day)
      await night(isDisturbed: false)
    }
    let overlap = shape.keys.values.map(\.rotation.overlap.nominalSeconds).max() ?? 0
    for seconds in [overlap, Fleet.day, Fleet.day] {
      await sleep(seconds)
      await night(isDisturbed: false)
      // Each command makes a place, and there are no more places than keys.
      for _ in 0..<shape.maximumKeys where stuck.values.contains(where: Self.isCommand) {
        await obey()
        await night(isDisturbed: false)
      }
      if stuck.values.contains(where: Self.isCommand) { problems.append("still stuck: \(stuck)") }
    }
    // At the moment of the last run, which took a few seconds.
    var live = await fleet.live()
    live.now = now
    let plan = fleet.plan(live)
    let left =
      stuck.isEmpty
      ? plan.steps : last.map { plan.left(after: $0.summary, of: $0.plan) } ?? plan.steps
    if !left.isEmpty { problems.append("the end has steps left: \(plan.changes)") }
    for (name, path) in places {
      let marker = await fleet.marker(name)
      let records = Set(marker?.keys.map(\.shortID) ?? [])
      let keys = await fleet.keys(name)
      let current = await fleet.disks[path]?.current
      // What waits for the end of the only key has no command.
      if marker?.intent != nil, stuck[name] == nil { problems.append("\(name): an intent is left") }
      for key in keys where !records.contains(key.shortID) && !byHand.contains(key.id) {
        problems.append("\(name): orphan \(key.id)")
      }
      // One that was half published beside its predecessor goes with it, after the overlap.
      let half = Set(marker?.keys.filter(\.isHalfPublished).map(\.shortID) ?? [])
      let whole = keys.count {
        records.contains($0.shortID) && !half.contains($0.shortID) && $0.notAfter > now
      }
      if whole > 2 {
        problems.append("\(name): more than two keys in the end")
      }
      if !keys.contains(where: { $0.id == current && $0.notAfter > now }) {
        problems.append("\(name): no valid key in the end")
      }
    }
  }
}
