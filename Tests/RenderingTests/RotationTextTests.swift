import Applying
import KMSModel
import Planning
import Testing

@testable import Rendering

/// Rotation and retirement as people and programs read them.
@Suite struct RotationTextTests {
  private let point: ResourceID
  private let plan: Plan

  private static func key(_ hex: String, _ end: Int64, _ days: Int) -> ChangedKey {
    ChangedKey(
      id: "KAAP.\(hex)-0000-4000-8000-000000000000", notAfter: Timestamp(secondsSinceEpoch: end),
      daysLeft: days)
  }

  private static func deletion(
    _ id: Int, _ change: ResourceID, _ hex: String, _ cause: Step.ClientKeyDeletion.Cause
  ) -> Step {
    Step(
      id: id, change: change,
      operation: .deleteClientKey(
        .init(
          accessPoint: change.name, keyID: "KAAP.\(hex)-0000-4000-8000-000000000000",
          cause: cause)))
  }

  init() throws {
    point = try Sample.id("clientkey/api")
    let other = try Sample.id("clientkey/batch")
    plan = Sample.plan(
      [
        Change(
          id: point, action: .create, origin: .clock, group: .scheduled,
          fields: [FieldChange("validity", .single(before: nil, after: "365d"))],
          reason: "a successor is due since 2026-11-20T02:00:00Z",
          key: Self.key("11111111", 1_800_000_000, 54), steps: [1]),
        Change(
          id: point, action: .retire, origin: .clock, group: .scheduled,
          reason: "its successor has been in use for the overlap of 30d",
          key: Self.key("22222222", 1_796_000_000, 1), steps: [0]),
        Change(
          id: other, action: .report, origin: .clock, group: .scheduled,
          reason: "a successor is due since 2026-11-20T02:00:00Z, but rotations are frozen until "
            + "2027-01-04T00:00:00Z", key: Self.key("33333333", 1_801_000_000, 66)),
        Change(
          id: other, action: .delete, origin: .clock, group: .scheduled,
          reason: "it has expired at 2026-11-01T00:00:00Z",
          key: Self.key("44444444", 1_793_491_200, -22), steps: [2]),
      ],
      steps: [
        Self.deletion(0, point, "22222222", .retired),
        Step(id: 1, change: point, operation: .issueClientKey(Sample.issue("api"))),
        Self.deletion(2, other, "44444444", .expired),
      ])
  }

  @Test func aPlanSaysWhichKeyAndHowLongItHas() {
    #expect(
      PlanText(style: .plain).render(plan) == """
        Scheduled (caused by the clock alone):

           + clientkey/api [clock]
              # a successor is due since 2026-11-20T02:00:00Z
              client key KAAP.11111111-0000-4000-8000-000000000000 valid until 2027-01-15T08:00:00Z, 54 days left
              + validity: "365d"

           - clientkey/api loses a predecessor [clock]
              # its successor has been in use for the overlap of 30d
              client key KAAP.22222222-0000-4000-8000-000000000000 valid until 2026-11-30T00:53:20Z, 1 day left

           . clientkey/batch waits [clock]
              # a successor is due since 2026-11-20T02:00:00Z, but rotations are frozen until 2027-01-04T00:00:00Z
              client key KAAP.33333333-0000-4000-8000-000000000000 valid until 2027-01-26T21:46:40Z, 66 days left

           - clientkey/batch loses a key [clock]
              # it has expired at 2026-11-01T00:00:00Z
              client key KAAP.44444444-0000-4000-8000-000000000000 valid until 2026-11-01T00:00:00Z, has ended

        Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

        Plan: 1 to add, 0 to change, 2 to destroy.
        The fingerprint leaves out what the clock alone causes.
        Fingerprint: sha256:0011

        """)
  }

  @Test func jsonHasTheKey() throws {
    let text = try PlanJSON().render(plan, exit: ExitNote(code: 0, reason: "success"))
    #expect(text.contains(#""action" : "retire""#) || text.contains(#""action":"retire""#))
    #expect(text.contains(#""daysLeft":54"#) || text.contains(#""daysLeft" : 54"#))
  }

  private var postponed: ApplySummary {
    ApplySummary(
      done: [1, 2],
      postponed: [.init(step: 0, reason: "'./may-go' said with status 1 that it must not go yet")])
  }

  @Test func whatWasPostponedIsSaidAndNoFailure() throws {
    #expect(
      SummaryText(style: .plain).render(postponed, of: plan, standing: .asPlanned) == """
        Postponed (1):
          delete client key KAAP.22222222-0000-4000-8000-000000000000 of aap/api, whose successor is in use: './may-go' said with status 1 that it must not go yet

        Apply complete! Resources: 1 added, 0 changed, 1 destroyed.

        """)
    let line = EventText(style: .plain, plan: plan)
      .render(.stepPostponed(plan.steps[0], "'./may-go' said no"))
    #expect(line == "clientkey/api: postponed: './may-go' said no\n")
    let left = Sample.plan(steps: [plan.steps[0]])
    let json = try ApplyJSON().render(
      postponed, of: plan, remaining: left, exit: ExitNote(code: 0, reason: "success"))
    #expect(json.contains("\"hasConverged\" : true") || json.contains("\"hasConverged\":true"))
  }

  @Test("B7: what is stuck is said plainly, beside a plan that is otherwise empty")
  func whatIsStuckIsSaidPlainly() throws {
    var empty = Sample.plan()
    empty.stuck = [
      StuckRotation(
        id: try Sample.id("clientkey/api"), message: "clientkey/api is stuck: no place",
        nextStep: "kmsctl key retire KAAP.1", place: Sample.place(3))
    ]
    #expect(
      PlanText(style: .plain).render(empty) == """
        Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

        Stuck until somebody makes a place:
          1. clientkey/api is stuck: no place [rotation-stuck] (manifests/payments.yaml:3)
             next step: kmsctl key retire KAAP.1

        Fingerprint: sha256:0011

        """)
    let failure = StepFailure(.stuck, "no place", nextStep: "kmsctl key retire KAAP.1")
    let summary = ApplySummary(done: [1, 2], stuck: [.init(step: 0, failure: failure)])
    #expect(
      SummaryText(style: .plain).render(
        summary, of: plan, standing: .left(isStuck: true, isHeld: false)) == """
          Stuck (1):
            delete client key KAAP.22222222-0000-4000-8000-000000000000 of aap/api, whose successor is in use: no place
              next step: kmsctl key retire KAAP.1

          Apply complete, but for what is stuck. Resources: 1 added, 0 changed, 1 destroyed.

          """)
    #expect(
      EventText(style: .plain, plan: plan).render(.stepStuck(plan.steps[0], failure))
        == "clientkey/api: stuck: no place\n  next step: kmsctl key retire KAAP.1\n")
  }
}
