import KMSModel
import Planning
import Testing

/// The planner stays near-linear: four thousand objects that all change.
@Suite struct PlanScaleTests {
  @Test func fourThousandObjectsAreOrderedInOneGo() {
    let count = 1_334
    let names = (0..<count).map { "n\($0)" }
    let desired = Fixture.desired(
      names.map { Fixture.declared($0, Fixture.rule(["10.1.0.0/16", "10.2.0.0/16"])) },
      names.enumerated().map { index, name in
        Fixture.declared(
          name, Fixture.policy([name, "n\((index + 1) % count)"], resources: ["key/*"]))
      },
      names.map { Fixture.declared($0, Fixture.accessPoint([$0])) },
      stack: Fixture.stack(safety: .init(maximumChangePercent: 100)))
    let live = Fixture.live(
      names.map { Fixture.owned($0, Fixture.rule(["10.1.0.0/16"])) },
      names.map { Fixture.owned($0, Fixture.policy([$0], resources: ["key/a"])) },
      names.enumerated().map { index, name in
        Fixture.owned(name, Fixture.accessPoint(["n\((index + 7) % count)"]))
      })
    let start = ContinuousClock.now
    let plan = Fixture.planner.plan(desired: desired, live: live)
    print("scale: \(3 * count) objects planned in \(ContinuousClock.now - start), debug build")
    #expect(plan.refusals == [])
    #expect(plan.steps.count == 3 * count)
    #expect(plan.steps.allSatisfy { step in step.dependsOn.allSatisfy { $0 < step.id } })
  }
}
