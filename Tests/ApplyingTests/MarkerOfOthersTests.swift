internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// Key steps at an access point whose marker a newer kmsctl wrote, or that no marker could hold.
@Suite struct MarkerOfOthersTests {
  private static let name = World.accessPoint

  private func description(_ world: World) async -> String {
    await world.store.state.accessPoints[Self.name]?.rawDescription ?? ""
  }

  private static func edit(_ world: World, _ change: @escaping @Sendable (String) -> String) async {
    await world.store.edit { state in
      guard let text = state.accessPoints[name]?.rawDescription else { return }
      state.accessPoints[name]?.rawDescription = change(text)
    }
  }

  @Test(
    "Newer markers: an unknown field survives every write of a key's issue, lost answers too",
    arguments: 1...30)
  func survivesAnIssue(call: Int) async {
    for fault in [Life.Fault.lostBefore, .lostAfter, .end(.beforeWork), .end(.afterWork)] {
      let world = World()
      await world.populate()
      await Self.edit(world) { $0.dropLast() + " z=foo q=1,2]" }
      await world.run(await world.plan(), Life(faultAt: (call, fault)))
      #expect(await description(world).contains(" z=foo q=1,2"))
      await world.run(await world.plan())
      #expect(await description(world).contains(" z=foo q=1,2"))
      #expect(await world.problems(mayHavePredecessors: false) == [], "call \(call), \(fault)")
    }
  }

  @Test("Newer markers: a step that finds one writes nothing", arguments: [" X=1", " f=Q"])
  func newerMarker(extra: String) async {
    let world = World()
    await world.populate()
    let plan = await world.plan()
    await Self.edit(world) { $0.dropLast() + "\(extra)]" }
    let before = await world.store.state.accessPoints
    let life = Life()
    let summary = await world.run(plan, life)
    #expect(
      summary.failed.first?.failure.message.hasPrefix(
        "the marker of applicationaccesspoint/orders was written by a newer kmsctl (") == true)
    #expect(summary.failed.first?.failure.nextStep == "update kmsctl, then plan again")
    #expect(await world.store.state.accessPoints == before)
    #expect(await life.count("CreateClientKey") == 0)
  }

  @Test(
    "A3: a key id that no marker can hold is not written into one",
    arguments: ["../../..", "current", ".staging", "0123abc\n", "0123abc\u{301}", "]", ""])
  func oddKeyID(id: String) async {
    let world = World()
    await world.populate()
    await world.store.edit { $0.nextShortIDs = [id] }
    await world.run(await world.plan())
    // Its key goes by its dates, and another one is asked for.
    let marker = await world.store.state.accessPoints[Self.name]?.reading.marker
    #expect(marker?.keys.allSatisfy { $0.shortID.utf8.count == 8 } == true)
    // And the next run is not stuck.
    await world.run(await world.plan())
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }
}
