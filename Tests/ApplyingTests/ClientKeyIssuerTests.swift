internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// One issue at a time: what it asks for, what it leaves, and what it tells.
struct ClientKeyIssuerTests {
  private func failure(_ world: World, _ life: Life = Life()) async -> StepFailure? {
    await world.run(await world.plan(), life).failed.first?.failure
  }

  private func marker(_ world: World) async -> Marker? {
    await world.store.state.accessPoints[World.accessPoint]?.reading.marker
  }

  @Test func aFirstIssueGoesStepByStep() async {
    let world = World(destinations: ["a", "b"])
    await world.populate()
    let life = Life()
    let recorder = Recorder()

    let summary = await world.run(await world.plan(), life, recording: recorder)

    #expect(summary.isComplete)
    #expect(
      await life.log == [
        "preflight a", "preflight b", "DescribeApplicationAccessPoint", "ListClientKeys",
        // Whether the stranger's key is one of ours that no marker knows any more.
        "holds a", "holds b", "DescribeApplicationAccessPoint", "UpdateApplicationAccessPoint",
        "DescribeApplicationAccessPoint",
        "CreateClientKey", "ListClientKeys", "UpdateApplicationAccessPoint", "stage a", "stage b",
        "ListClientKeys",
        "publish a", "publish b", "ListClientKeys", "DescribeApplicationAccessPoint",
        "UpdateApplicationAccessPoint",
      ])
    #expect(
      await recorder.notes == [
        "issued client key KAAP.00000001-0000-4000-8000-000000000001, "
          + "valid until 2027-11-18T06:38:27Z",
        "delivered client key KAAP.00000001-0000-4000-8000-000000000001 to memory a",
        "delivered client key KAAP.00000001-0000-4000-8000-000000000001 to memory b",
        "recorded client key KAAP.00000001-0000-4000-8000-000000000001",
      ])
    #expect(await marker(world)?.keys.map(\.shortID) == ["aaaaaaaa", "00000001"])
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test("where only 'key rotate' issues keys, it is what goes on with one", arguments: [3, 1])
  func whatGoesOnWithAKey(lost: Int) async throws {
    let world = World()
    await world.populate()
    let fault = lost == 3 ? Life.Fault.lostBefore : .refused(.permission)
    let life = Life(["CreateClientKey": Array(repeating: fault, count: lost)])
    var applier = world.applier(life)
    applier.keyCommand = "kmsctl key rotate --due"
    let summary = await applier.apply(await world.plan()) { _ in }
    let step = try #require(summary.failed.first?.failure.nextStep)
    #expect(step.contains("run 'kmsctl key rotate --due' again") && !step.contains("kmsctl apply"))
  }

  @Test func theDatesLieFiveMinutesToADayBackAndSpanTheValidity() async throws {
    let world = World()
    await world.run(await world.plan())
    let state = await world.store.state
    let key = try #require(state.keys(of: World.accessPoint).first)
    let age = try #require(key.createTime).seconds(since: key.notBefore)
    #expect((300...86_400 + 20).contains(age))
    #expect(key.notAfter.seconds(since: key.notBefore) == 365 * 86_400)
  }

  @Test func aShortLivedKeyIsNotBornExpired() async throws {
    let world = World(validity: TimeSpan(1, .hours))
    await world.run(await world.plan())
    let state = await world.store.state
    let key = try #require(state.keys(of: World.accessPoint).first)
    #expect(key.isValid(at: state.now))
    #expect(key.notAfter.seconds(since: state.now) >= 40 * 60)
  }

  @Test func theUsersWordsAndPoliciesStayAsTheyAre() async {
    let world = World()
    await world.populate()
    await world.run(await world.plan())
    let live = await world.store.state.accessPoints[World.accessPoint]
    #expect(live?.reading.description == "the orders service")
    #expect(live?.spec == World.point.spec)
  }

  @Test(arguments: [Life.Fault?.none, .lostBefore, .lostAfter, .late(1), .late(3), .late(5)])
  func datesRoundedByTheServiceAreRecognised(fault: Life.Fault?) async {
    let world = World()
    await world.populate()
    await world.store.edit { $0.roundsDates = true }
    let life = Life(["CreateClientKey": [fault]])
    let summary = await world.run(await world.plan(), life)
    #expect(summary.isComplete, "\(summary)")
    #expect(await world.problems(mayHavePredecessors: false) == [])
    let seconds = await world.store.state.keys(of: World.accessPoint).last?.notBefore
      .secondsSinceEpoch
    #expect(seconds.map { $0 % 60 } == 0)
  }

  @Test(arguments: Life.Moment.allCases)
  func roundedDatesAreRecognisedByTheNextRunToo(moment: Life.Moment) async {
    for call in 1...17 {
      let world = World()
      await world.populate()
      await world.store.edit { $0.roundsDates = true }
      await world.run(await world.plan(), Life(faultAt: (call, .end(moment))))
      await world.run(await world.plan())
      #expect(await world.problems(mayHavePredecessors: false) == [], "call \(call)")
    }
  }

  @Test func datesThatAreNotTheAskedOnesAreNotAccepted() async {
    let world = World()
    await world.populate()
    await world.store.edit { $0.dateError = 3_600 }
    let failure = await failure(world)
    #expect(failure?.kind == .cameOutDifferent)
    #expect(
      failure?.message
        == "the service gave the new client key other dates than asked: 2026-11-18T07:38:27Z to "
        + "2027-11-18T07:38:27Z for 2026-11-18T06:38:27Z to 2027-11-18T06:38:27Z")
    #expect(await marker(world)?.intent == nil)
    #expect(
      await world.store.state.keys(of: World.accessPoint).map(\.shortID)
        == ["aaaaaaaa", "bbbbbbbb"])
  }

  @Test(arguments: [Life.Fault.lostBefore, .lostAfter])
  func aKeyMadeInTheConsoleMeanwhileIsOnlyToldAbout(fault: Life.Fault) async {
    let world = World()
    await world.populate()
    let recorder = Recorder()
    await world.store.edit { state in
      state.maximumKeys = 4
      state.strangersNextKey = LiveClientKey(
        id: "KAAP.dddddddd-0000-4000-8000-000000000000", accessPoint: World.accessPoint,
        notBefore: state.now, notAfter: state.now.adding(seconds: 31_536_000),
        createTime: state.now, certificatePEM: "")
    }
    // What is lost before the work never brings the stranger's key: that comes with the next try.
    let life = Life(["CreateClientKey": [fault, .lostAfter]])
    let summary = await world.run(await world.plan(), life, recording: recorder)
    #expect(summary.isComplete)
    let ids = await world.store.state.keys(of: World.accessPoint).map(\.shortID)
    #expect(ids.contains("dddddddd"))
    #expect(ids.count == 4)
    #expect(
      await recorder.notes.contains(
        "client key KAAP.dddddddd-0000-4000-8000-000000000000 was made by somebody else; "
          + "it is left alone"))
  }

  @Test func aKeyWithTheShortIDOfAnotherIsGivenBack() async {
    let world = World()
    await world.populate()
    await world.store.edit { $0.nextShortIDs = ["bbbbbbbb", "aaaaaaaa", "eeeeeeee"] }
    let summary = await world.run(await world.plan())
    #expect(summary.isComplete, "\(summary)")
    #expect(
      await world.store.state.keys(of: World.accessPoint).map(\.shortID)
        == ["aaaaaaaa", "bbbbbbbb", "eeeeeeee"])
    #expect(await marker(world)?.keys.map(\.shortID) == ["aaaaaaaa", "eeeeeeee"])
  }

  @Test(arguments: [0, 1, 2], [Life.Fault.lostBefore, .lostAfter, .late(1)])
  func aLostAnswerToAMarkerUpdateDoesNotStopTheRun(update: Int, fault: Life.Fault) async {
    let world = World()
    await world.populate()
    let faults = [Life.Fault?](repeating: nil, count: update) + [fault]
    let summary = await world.run(
      await world.plan(), Life(["UpdateApplicationAccessPoint": faults]))
    #expect(summary.isComplete, "\(summary)")
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test func aRefusedIssueLeavesNoIntent() async {
    let world = World()
    await world.populate()
    let summary = await world.run(
      await world.plan(), Life(["CreateClientKey": [.refused(.quota)]]))
    let failure = summary.stuck.first?.failure
    #expect(failure?.kind == .stuck && summary.failed == [])
    #expect(
      failure?.message.contains(
        "it has 2 client keys, and the service takes no more: CreateClientKey: refused") == true)
    #expect(
      failure?.nextStep
        == "let the service allow more client keys on this access point: no key here can go, and "
        + "without a place its successor is issued when "
        + "KAAP.\(World.predecessorShortID)-0000-4000-8000-000000000000 has ended")
    #expect(await marker(world)?.intent == nil)
  }

  @Test func anIntentOfAnotherRunIsLeftToIt() async {
    let world = World()
    await world.populate()
    let plan = await world.plan()
    let now = await world.store.state.now
    let theirs = KeyIntent(notBefore: now.adding(seconds: -999), notAfter: now.adding(seconds: 999))
    await world.store.edit { state in
      state.accessPoints[World.accessPoint]?.rawDescription = MarkerText.describe(
        World.marker(.accessPoint, World.accessPoint, intent: theirs), description: "")
    }
    let failure = await world.run(plan).failed.first?.failure
    #expect(
      failure?.message
        == "another run began to issue a client key for 'orders' since the plan, and is "
        + "over (asked again for 10 s)")
    #expect(await world.store.state.keys(of: World.accessPoint).count == 2)
    #expect(await marker(world)?.intent == theirs)
  }

  @Test func aMarkerThatIsNotOursIsNotTouched() async {
    let world = World()
    await world.populate()
    let plan = await world.plan()
    var copied = World.marker(.accessPoint, World.accessPoint)
    copied.originHash = "00000000"
    for (description, message) in [
      (
        "no marker",
        "applicationaccesspoint/orders carries no marker: its client keys are only reported"
      ),
      (
        MarkerText.write(copied),
        "applicationaccesspoint/orders is not owned by 'payments.7f3c1a'"
      ),
      (
        "[kmsctl/1 s=",
        "the marker of applicationaccesspoint/orders is damaged: the marker is cut off"
      ),
    ] {
      await world.store.edit {
        $0.accessPoints[World.accessPoint]?.rawDescription = description
      }
      let summary = await world.run(plan)
      #expect(summary.failed.first?.failure.message == message)
      #expect(!summary.hasWritten)
    }
  }

  /// A plan that saw no key is no leave to issue beside one that came meanwhile.
  @Test func aPlanFromBeforeTheFirstKeyIssuesNoSecondOne() async {
    let world = World()
    await world.populate()
    let order = Step.ClientKeyIssue(
      accessPoint: World.accessPoint, spec: world.spec, isRecovery: false)
    let summary = await world.run(World.plan([.issueClientKey(order)]))
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan])
    #expect(!summary.hasWritten)
  }

  @Test func aFullMarkerIsRefusedBeforeAnythingIsIssued() async {
    let world = World()
    await world.populate()
    await world.store.edit { state in
      var marker = World.marker(.accessPoint, World.accessPoint)
      marker.keys = (10..<35).map {
        RecordedKey(shortID: "000000\($0)", origin: .delivered(at: state.now))
      }
      // All of them live: records of keys that are gone would make room.
      state.clientKeys = marker.keys.map {
        LiveClientKey(
          id: "KAAP.\($0.shortID)-0000-4000-8000-000000000000", accessPoint: World.accessPoint,
          notBefore: state.now, notAfter: state.now.adding(seconds: 86_400), createTime: nil,
          certificatePEM: "")
      }
      state.accessPoints[World.accessPoint]?.rawDescription = MarkerText.write(marker)
    }
    let order = Step.ClientKeyIssue(
      accessPoint: World.accessPoint, spec: world.spec, isRecovery: false,
      replaces: await world.store.state.accessPoints[World.accessPoint]?.reading.marker?
        .newestDelivered?.shortID)
    let summary = await world.run(World.plan([.issueClientKey(order)]))
    #expect(
      summary.failed.first?.failure.message
        == "the marker of 'orders' has no room for another client key: 831 bytes of 768, "
        + "25 keys recorded")
    #expect(!summary.hasWritten)
  }
}
