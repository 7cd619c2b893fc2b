import KMSModel
import Planning
import Testing

/// Three places per access point: what has none is stuck, and says which key costs least.
@Suite struct KeyPlacesTests {
  private typealias Life = KeyLifecycleTests

  private static let one = "11111111"
  private static let two = "22222222"
  private static let three = "33333333"
  private static let four = "44444444"
  private static func id(_ hex: String) -> String { Life.key(hex, ends: 0).id }

  /// A key of ours that is due, and others beside it.
  private static func due(_ others: [LiveClientKey]) -> [LiveClientKey] {
    [Life.key(one, ends: 5)] + others
  }

  private static let dueRecord = [Life.record(one, -360)]

  private func plan(
    _ records: [RecordedKey], _ keys: [LiveClientKey], intent: KeyIntent? = nil,
    _ options: KeyOptions = .init()
  ) -> Plan {
    var point = Fixture.owned("a", Fixture.accessPoint(["p"]), keys: records)
    if case .marked(var marker, let description) = point.reading {
      marker.intent = intent
      point.rawDescription = MarkerText.describe(marker, description: description)
    }
    return Fixture.planner.plan(
      desired: Fixture.desired(
        [], [Fixture.declared("p", Fixture.policy())],
        [Fixture.declared("a", Fixture.accessPoint(["p"]))],
        keys: [Fixture.declared("a", Fixture.clientKey)]),
      live: Fixture.live([], [Fixture.owned("p", Fixture.policy())], [point], keys: keys),
      options: PlanOptions(keys: options))
  }

  @Test("B7: the key that has ended goes before its successor is issued")
  func anEndedKeyGoesFirst() {
    let plan = plan(
      [Life.record(Self.one, -400)],
      [
        Life.key(Self.one, ends: -35), Life.key(Self.two, ends: 90), Life.key(Self.three, ends: 90),
      ])
    #expect(plan.stuck == [])
    #expect(plan.outline == ["delete clientkey/a", "issue clientkey/a"])
    // One that cannot be deleted must not keep the application without a key.
    #expect(!plan.orders("delete clientkey/a", before: "issue clientkey/a"))
  }

  @Test("B7: a rotation beside two keys of others is stuck and names the one that ends first")
  func twoKeysOfOthersLeaveNoPlace() throws {
    let others = [Life.key(Self.two, ends: 90), Life.key(Self.three, ends: 60)]
    let plan = plan(Self.dueRecord, Self.due(others))
    let stuck = try #require(plan.stuck.first)
    #expect(plan.steps == [] && plan.refusals == [])
    #expect(!plan.isEmpty && plan.hasDrift && plan.isStuck)
    #expect(stuck.key?.id == Self.id(Self.one) && stuck.key?.daysLeft == 5)
    #expect(stuck.costsLeast?.cost == .madeByOthers && stuck.costsLeast?.isOurs == false)
    let command =
      "aliyun kms DeleteClientKey --ClientKeyId \(Self.id(Self.three)) --region cn-hangzhou"
    #expect(stuck.command == command)
    #expect(
      stuck.nextStep == command
        + " (kmsctl never deletes what others made); no key of ours can go instead")
    let since = try #require(stuck.dueSince)
    #expect(
      stuck.message == "clientkey/a is stuck: a successor is due since \(since), and aap/a has no "
        + "place for one: it has 3 client keys of at most 3; \(Self.id(Self.one)), the one in use, "
        + "ends at \(Life.day(5)), 5 days left; \(Self.id(Self.three)) costs least: somebody else "
        + "made it, what uses it is not known, and it is valid until \(Life.day(60))")
    // As soon as there is a place it goes on.
    let after = self.plan(Self.dueRecord, Self.due([others[0]]))
    #expect(after.outline == ["issue clientkey/a"] && after.stuck == [])
  }

  @Test("B7: before a key of ours is delivered, adopted ones are others' to delete")
  func adoptedKeysGoWhereTheyWereMade() throws {
    let records = [Self.one, Self.two, Self.three].map {
      RecordedKey(shortID: $0, origin: .elsewhere)
    }
    let keys = Self.due([Life.key(Self.two, ends: 3), Life.key(Self.three, ends: 4)])
    let stuck = try #require(plan(records, keys).stuck.first)
    #expect(stuck.costsLeast?.isOurs == false)
    #expect(stuck.command?.hasPrefix("aliyun kms DeleteClientKey") == true)
  }

  @Test("B7: a half published key goes only in a run that issues its successor")
  func aHalfPublishedKeyWaitsForItsSuccessor() {
    let records = [RecordedKey.halfPublished(Self.two)] + Self.dueRecord
    let keys = Self.due([
      Life.key(Self.two, ends: 350), Life.key(Self.three, ends: 90), Life.key(Self.four, ends: 91),
    ])
    let options = KeyOptions(isKeyRun: true, retire: [Self.id(Self.two)])
    let open = KeyIntent(notBefore: Self.pending.notBefore, notAfter: Self.pending.notAfter)
    let plan = plan(records, keys, intent: open, options)
    #expect(plan.outline == [])
    #expect(plan.refusals.map(\.rule) == [.keyNotRetirable])
  }

  @Test(
    "B7: the rest of the plan goes on, and a rotation nobody asked about leaves the fingerprint")
  func theFingerprintLeavesStuckRotationsOut() {
    let others = [Life.key(Self.two, ends: 90), Life.key(Self.three, ends: 60)]
    let stuck = plan(Self.dueRecord, Self.due(others))
    let free = plan(Self.dueRecord, Self.due([]))
    #expect(stuck.fingerprint == free.fingerprint)
  }

  struct Order: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var records: [RecordedKey]
    var keys: [LiveClientKey]
    var command: String
    var intent: KeyIntent?
  }

  private static let pending = Life.key(four, ends: 364)
  private static let intent = KeyIntent(
    notBefore: pending.notBefore, notAfter: pending.notAfter, shortID: four)

  static let orders: [Order] = [
    Order(
      testDescription: "ended, though others made it, before our predecessor",
      records: [Life.record(one, -360), Life.record(two, -40)],
      keys: [
        Life.key(one, ends: 30), Life.key(two, ends: 364), pending, Life.key(three, ends: -3),
      ], command: "aliyun kms DeleteClientKey --ClientKeyId \(id(three)) --region cn-hangzhou",
      intent: intent),
    Order(
      testDescription: "the oldest predecessor before a younger one and before those of others",
      records: [Life.record(one, -360), Life.record(three, -100), Life.record(two, -10)],
      keys: [
        Life.key(three, ends: 200), Life.key(one, ends: 30), Life.key(two, ends: 364), pending,
      ], command: "kmsctl key retire \(id(one))", intent: intent),
    Order(
      testDescription: "made by others before a half published one",
      records: [Life.record(one, -360)],
      keys: [Life.key(one, ends: 30), pending, Life.key(two, ends: 90)],
      command: "aliyun kms DeleteClientKey --ClientKeyId \(id(two)) --region cn-hangzhou",
      intent: intent),
    Order(
      testDescription: "the half published one where nothing else can go, the older one first",
      records: [RecordedKey.halfPublished(two), Life.record(one, -360)],
      keys: [Life.key(one, ends: 30), Life.key(two, ends: 350), pending],
      command: "kmsctl key retire \(id(two))", intent: intent),
  ]

  @Test("B7: the key that costs least is named, in this order", arguments: orders)
  func theKeyThatCostsLeast(_ order: Order) throws {
    let plan = plan(order.records, order.keys, intent: order.intent)
    let stuck = try #require(plan.stuck.first)
    #expect(stuck.command == order.command)
    // Only the destinations know how far the pending key got: the recovery stays in the plan.
    #expect(stuck.mayFinish && !plan.isStuck)
    #expect(plan.outline.contains("recover clientkey/a"))
    // What is named as ours is not refused, and what is not ours is.
    let named = order.command.split(separator: " ").map(String.init)
    let retired = self.plan(
      order.records, order.keys, intent: order.intent,
      KeyOptions(isKeyRun: true, retire: [named.first { $0.hasPrefix("KAAP.") } ?? ""]))
    #expect(retired.refusals.isEmpty == (named[0] == "kmsctl"))
  }

  @Test("B7: beside the vendor's command stands the next key of ours")
  func theOtherWayIsTheNextKeyOfOurs() throws {
    let order = Self.orders[2]
    let stuck = try #require(plan(order.records, order.keys, intent: order.intent).stuck.first)
    #expect(
      stuck.nextStep == "kmsctl apply, which may need no place; where it is stuck: "
        + order.command + " (kmsctl never deletes what others made); or kmsctl key "
        + "retire \(Self.pending.id) (an interrupted run published it in some places at most; who "
        + "has it there is cut off until its successor arrives, in the same run)")
    let retired = plan(
      order.records, order.keys, intent: order.intent,
      KeyOptions(isKeyRun: true, retire: [Self.pending.id]))
    #expect(retired.outline == ["delete clientkey/a", "recover clientkey/a"])
    #expect(retired.stuck == [])
  }

  @Test("B7: an interrupted issue without a pending key needs a place, and one in time is enough")
  func anInterruptedIssueWithoutAKeyIsStuck() throws {
    let others = [Life.key(Self.two, ends: 90), Life.key(Self.three, ends: 60)]
    let open = KeyIntent(notBefore: Life.day(-1), notAfter: Life.day(364))
    let plan = plan(Self.dueRecord, Self.due(others), intent: open)
    #expect(plan.isStuck && plan.steps == [])
    #expect(
      plan.stuck.first?.message.hasPrefix(
        "clientkey/a is stuck: an interrupted issue needs a successor, and") == true)
    #expect(
      self.plan(Self.dueRecord, Self.due([others[0]]), intent: open).outline
        == ["recover clientkey/a"])
  }

  @Test("B7: a closed window changes nothing for what is stuck; an overlap that ends in time does")
  func whatHoldsBackDoesNotHideAShortage() {
    let others = [Life.key(Self.three, ends: 90), Life.key(Self.four, ends: 90)]
    let records = [Life.record(Self.one, -325)]
    let held = KeyLifecycle(
      Life.facts(records, [Life.key(Self.one, ends: 40)] + others) {
        $0.freezes = [.init(from: Life.day(-1), until: Life.day(9))]
      })
    guard case .stuck = held.issue else {
      Issue.record("\(held.issue)")
      return
    }
    let waiting = KeyLifecycle(
      Life.facts(
        [Life.record(Self.one, -340), Life.record(Self.two, -10)],
        [Life.key(Self.one, ends: 25), Life.key(Self.two, ends: 50), others[0]]))
    guard case .heldBack(_, let hold) = waiting.issue else {
      Issue.record("\(waiting.issue)")
      return
    }
    #expect(hold.reason == .predecessor(Self.id(Self.one)))
    #expect(waiting.shortage == nil)
  }

  @Test("B7: compromised keys stay while their successor has no place, and the way out is said")
  func compromisedKeysNeedAPlaceFirst() throws {
    let records = [Life.record(Self.one, -360), Life.record(Self.two, -10)]
    let keys = [
      Life.key(Self.one, ends: 25), Life.key(Self.two, ends: 355), Life.key(Self.three, ends: 90),
    ]
    let plan = plan(records, keys, KeyOptions(isKeyRun: true, compromised: ["a"]))
    #expect(plan.steps == [] && plan.isStuck)
    #expect(plan.stuck.first?.command == "kmsctl key retire \(Self.id(Self.one))")
  }

  @Test("B7: a requested retirement makes the place that the issue of the same run takes")
  func aRequestedRetirementMakesAPlace() {
    let records = [Life.record(Self.one, -360), Life.record(Self.two, -1)]
    let keys = [
      Life.key(Self.one, ends: 360), Life.key(Self.two, ends: 2), Life.key(Self.three, ends: 90),
    ]
    #expect(plan(records, keys).stuck.first?.command == "kmsctl key retire \(Self.id(Self.one))")
    let retiring = plan(records, keys, KeyOptions(isKeyRun: true, retire: [Self.id(Self.one)]))
    #expect(retiring.stuck == [])
    #expect(retiring.outline == ["delete clientkey/a", "issue clientkey/a"])
  }

  @Test("B7: close to full is a warning, and a key in overlap alone is not")
  func closeToFullIsAWarning() {
    let fresh = [Life.record(Self.one, -10)]
    let current = Life.key(Self.one, ends: 355)
    let others = [Life.key(Self.two, ends: 400), Life.key(Self.three, ends: 400)]
    func warnings(_ keys: [LiveClientKey], _ records: [RecordedKey]) -> [String] {
      plan(records, keys).warnings.map(\.message)
    }
    #expect(warnings([current], fresh) == [])
    #expect(
      warnings(
        [Life.key(Self.four, ends: 50), current], [Life.record(Self.four, -310)] + fresh) == [])
    #expect(
      warnings([current, others[0]], fresh) == [
        "aap/a is close to full: 1 of at most 3 client keys was made by others, so that a rotation "
          + "that is interrupted has no place for its successor"
      ])
    let due = Life.day(295).adding(seconds: -Life.jitter)
    #expect(
      warnings([current] + others, fresh) == [
        "aap/a is full for the next rotation, due at \(due): 3 of at most 3 client keys will be "
          + "there still, 2 of them made by others"
      ])
    #expect(plan(fresh, [current]).fingerprint == plan(fresh, [current] + others).fingerprint)
  }
}
