import Testing

@testable import KMSClient

struct CallGateTests {
  @Test func eightCallsMayBeginAndAnswersWidenTheGate() async {
    let gate = CallGate()
    var tickets: [CallGate.Ticket] = []
    for _ in 0..<8 { tickets.append(await gate.enter()) }
    #expect(await gate.limit == 8)
    for ticket in tickets { _ = await gate.leave(ticket, .answered) }
    #expect(await gate.limit == 16)
    #expect(await gate.inFlight == 0)
  }

  @Test func theGateNeverGrowsBeyondItsMaximum() async {
    let gate = CallGate()
    for _ in 0..<200 { _ = await gate.leave(await gate.enter(), .answered) }
    #expect(await gate.limit == 32)
  }

  @Test func oneRoundOfThrottlingHalvesOnce() async {
    let gate = CallGate()
    var tickets: [CallGate.Ticket] = []
    for _ in 0..<8 { tickets.append(await gate.enter()) }
    var closers = 0
    for ticket in tickets where await gate.leave(ticket, .throttled) { closers += 1 }
    #expect(closers == 1)
    #expect(await gate.limit == 4)
  }

  @Test func afterThrottlingTheGateWidensSlowly() async {
    let gate = CallGate()
    _ = await gate.leave(await gate.enter(), .throttled)
    await gate.open()
    for _ in 0..<32 { _ = await gate.leave(await gate.enter(), .answered) }
    #expect(await gate.limit > 4.8)
    #expect(await gate.limit < 5.1)
  }

  private actor Order {
    private(set) var names: [String] = []
    func add(_ name: String) { names.append(name) }
  }

  @Test("who has just looked goes first through a full gate")
  func whoHasLookedGoesFirst() async {
    let gate = CallGate()
    var tickets: [CallGate.Ticket] = []
    for _ in 0..<CallGate.firstLimit { tickets.append(await gate.enter()) }
    let order = Order()
    await withTaskGroup { group in
      group.addTask {
        let ticket = await gate.enter()
        await order.add("in turn")
        _ = await gate.leave(ticket, .lost)
      }
      while await gate.waitingCount < 1 { await Task.yield() }
      group.addTask {
        let ticket = await gate.enter(first: true)
        await order.add("first")
        _ = await gate.leave(ticket, .lost)
      }
      while await gate.waitingCount < 2 { await Task.yield() }
      _ = await gate.leave(tickets.removeLast(), .lost)
      await group.waitForAll()
    }
    #expect(await order.names == ["first", "in turn"])
  }

  @Test func thereIsAlwaysRoomForOne() async {
    let gate = CallGate()
    for _ in 0..<10 {
      _ = await gate.leave(await gate.enter(), .throttled)
      await gate.open()
    }
    #expect(await gate.limit == 1)
  }

  @Test func aLostAnswerChangesNothing() async {
    let gate = CallGate()
    _ = await gate.leave(await gate.enter(), .lost)
    #expect(await gate.limit == 8)
  }

  @Test func aClosedGateLetsNobodyInUntilItIsOpened() async {
    let gate = CallGate()
    #expect(await gate.leave(await gate.enter(), .throttled))
    async let entered = gate.enter()
    while await gate.waitingCount == 0 { await Task.yield() }
    #expect(await gate.inFlight == 0)
    await gate.open()
    _ = await entered
    #expect(await gate.inFlight == 1)
  }

  @Test func noMoreThanTheLimitAreEverInFlight() async {
    let gate = CallGate()
    let most = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<500 {
        group.addTask {
          let ticket = await gate.enter()
          let seen = await gate.inFlight
          await Task.yield()
          _ = await gate.leave(ticket, .answered)
          return seen
        }
      }
      return await group.reduce(0, max)
    }
    #expect((1...32).contains(most))
    #expect(await gate.inFlight == 0)
  }
}
