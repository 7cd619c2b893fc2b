import Applying
import Foundation
import KMSModel
import Planning
import Testing

@testable import Rendering

@Suite struct EventTextTests {
  private let rule: Step
  private let policy: Step
  private let key: Step
  private let plan: Plan

  init() throws {
    rule = Step(
      id: 0, change: try Sample.id("networkrule/vpc"),
      operation: .createNetworkRule(Sample.ruleTarget("vpc")))
    policy = Step(
      id: 1, change: try Sample.id("policy/orders"),
      operation: .updatePolicy(Sample.policyUpdate("orders")), dependsOn: [0])
    key = Step(
      id: 2, change: try Sample.id("clientkey/api"),
      operation: .issueClientKey(Sample.issue("api")), dependsOn: [1])
    plan = Sample.plan(
      [
        Change(id: rule.change, action: .create, origin: .git, group: .change, steps: [0]),
        Change(id: policy.change, action: .update, origin: .git, group: .change, steps: [1]),
        Change(id: key.change, action: .create, origin: .git, group: .change, steps: [2]),
      ], steps: [rule, policy, key])
  }

  private var failure: StepFailure {
    StepFailure(
      .changedSincePlan, "it changed since the plan was made", nextStep: "run kmsctl plan again")
  }

  @Test func linesForPipes() {
    let events: [ApplyEvent] = [
      .started(plan), .stepStarted(rule), .stepFinished(rule, .milliseconds(234)),
      .stepStarted(policy), .note(policy, "read again"), .stepFailed(policy, failure),
      .stepSkipped(key, because: 1), .interrupted, .finished(ApplySummary()),
    ]
    let text = events.map(EventText(style: .plain, plan: plan).render).joined()
    #expect(
      text == """
        Applying 3 steps.
        networkrule/vpc: creating…
        networkrule/vpc: created (0.2s)
        policy/orders: updating…
        policy/orders: read again
        policy/orders: failed: it changed since the plan was made
        clientkey/api: skipped, because it needs: update policy/orders
        Interrupted: what is running is finished, nothing new begins. Press Ctrl-C again to stop at once.

        """)
  }

  @Test func completeSummaryIsOneLine() {
    let text = SummaryText(style: .plain).render(
      ApplySummary(done: [0, 1, 2]), of: plan, standing: .asPlanned)
    #expect(
      text == """
        Apply complete! Resources: 2 added, 1 changed, 0 destroyed.

        """)
  }

  @Test func failedSummaryNamesEveryStep() {
    let summary = ApplySummary(
      done: [0], failed: [.init(step: 1, failure: failure)], skipped: [.init(step: 2, because: 1)],
      hasWritten: true)
    #expect(
      SummaryText(style: .plain).render(summary, of: plan, standing: .unseen) == """
        Done (1):
          create networkrule/vpc

        Failed (1):
          update policy/orders: it changed since the plan was made
            next step: run kmsctl plan again

        Skipped (1):
          issue the client key of aap/api and deliver it to directory /var/lib/api/kms, because it needs: update policy/orders

        Apply failed. Resources: 1 added, 0 changed, 0 destroyed.

        """)
  }

  @Test("F7: what failed in one way says it once")
  func whatFailedInOneWaySaysItOnce() {
    let lost = { (operation: String) in
      StepFailure(
        .service(KMSFailure(cause: .refusedConnection, operation: operation, message: "no")),
        "\(operation): no", nextStep: "see that it listens")
    }
    let summary = ApplySummary(failed: [
      .init(step: 0, failure: lost("CreateNetworkRule")), .init(step: 1, failure: failure),
      .init(step: 2, failure: lost("CreateClientKey")),
    ])
    #expect(
      SummaryText(style: .plain).render(summary, of: plan, standing: .unseen) == """
        Failed (3):
          create networkrule/vpc: CreateNetworkRule: no
          issue the client key of aap/api and deliver it to directory /var/lib/api/kms: the same
            next step: see that it listens
          update policy/orders: it changed since the plan was made
            next step: run kmsctl plan again

        Apply failed. Resources: 0 added, 0 changed, 0 destroyed.

        """)
  }

  @Test("what a failed step began is counted, and is no change that was made")
  func begunChangesAreCounted() throws {
    let summary = ApplySummary(
      done: [0, 1], failed: [.init(step: 2, failure: StepFailure(.keyPending, "half published"))],
      begun: [2], hasWritten: true)
    let text = SummaryText(style: .plain).render(summary, of: plan, standing: .unseen)
    #expect(
      text.hasSuffix(
        "\nApply failed. Resources: 1 added, 1 changed, 0 destroyed."
          + " 1 change begun and not finished.\n"), "\(text)")
    let json = try ApplyJSON().render(
      summary, of: plan, remaining: nil, exit: ExitNote(code: 5, reason: "incomplete"))
    let document = try JSONDecoder().decode(Begun.self, from: Data(json.utf8))
    #expect(document.begun.map(\.step) == [2] && document.counts.add == 1)
  }

  private struct Begun: Decodable {
    struct Entry: Decodable { let step: Int }
    struct Counts: Decodable { let add: Int }
    let begun: [Entry]
    let counts: Counts
  }

  @Test("nothing is called complete before the last look, or after one that saw otherwise")
  func headlines() {
    let text = SummaryText(style: .plain)
    let summary = ApplySummary(done: [0, 1, 2])
    #expect(
      text.beforeTheLook(summary, of: plan)
        == "Every step is done: 2 added, 1 changed, 0 destroyed. Looking at everything once more.\n"
    )
    let words = { (standing: ApplyStanding) in
      text.headline(summary, of: plan, standing: standing)
        .replacing(" Resources: 2 added, 1 changed, 0 destroyed.\n", with: "")
    }
    #expect(words(.unseen) == "Every step is done.")
    let late = Sample.plan(
      [Change(id: key.change, action: .delete, origin: .missing, group: .bookkeeping, steps: [0])])
    #expect(
      text.headline(
        summary, of: plan, standing: .asPlanned, late: [(ApplySummary(done: [0]), late)])
        == "Apply complete! Resources: 2 added, 1 changed, 0 destroyed. 1 marker written.\n")
    #expect(words(.otherwise) == "Apply incomplete, though every step is done.")
    #expect(
      words(.left(isStuck: true, isHeld: true))
        == "Apply complete, but for what is stuck or is left to another run.")
  }

  @Test func interruptedSummaryNamesWhatNeverBegan() {
    let summary = ApplySummary(done: [0], notStarted: [1, 2], wasInterrupted: true)
    #expect(
      SummaryText(style: .plain).render(summary, of: plan, standing: .unseen) == """
        Done (1):
          create networkrule/vpc

        Not started (2):
          update policy/orders
          issue the client key of aap/api and deliver it to directory /var/lib/api/kms

        Apply interrupted. Resources: 1 added, 0 changed, 0 destroyed.

        """)
  }

  @Test("F12: what this run found done is told and counted apart")
  func foundDone() throws {
    let complete = ApplySummary(done: [0, 1, 2], foundDone: [0, 1])
    #expect(
      SummaryText(style: .plain).render(complete, of: plan, standing: .asPlanned)
        == "Apply complete! Resources: 1 added, 0 changed, 0 destroyed."
        + " 2 changes were already done, not by this run.\n")
    let failed = ApplySummary(
      done: [0], foundDone: [0], failed: [.init(step: 1, failure: failure)],
      skipped: [.init(step: 2, because: 1)])
    #expect(
      SummaryText(style: .plain).render(failed, of: plan, standing: .unseen) == """
        Already done, not by this run (1):
          create networkrule/vpc

        Failed (1):
          update policy/orders: it changed since the plan was made
            next step: run kmsctl plan again

        Skipped (1):
          issue the client key of aap/api and deliver it to directory /var/lib/api/kms, because it needs: update policy/orders

        Apply failed. Resources: 0 added, 0 changed, 0 destroyed. 1 change was already done, not by this run.

        """)
    let lines = [rule, policy, key].map {
      EventText(style: .plain, plan: plan).render(.stepFoundDone($0))
    }
    #expect(
      lines == [
        "networkrule/vpc: already created, not by this run\n",
        "policy/orders: already updated, not by this run\n",
        "clientkey/api: already issued and delivered, not by this run\n",
      ])
    let json = try ApplyJSON().render(
      failed, of: plan, remaining: nil, exit: ExitNote(code: 1, reason: "error"))
    #expect(json.contains("\"foundDone\" : [\n    {"))
    #expect(json.contains("\"add\" : 0"))
  }

  @Test func displayRedrawsItselfInPlace() {
    var display = ProgressDisplay(style: .plain, plan: plan)
    let parts = [
      display.handle(.started(plan), at: .zero, width: 60),
      display.handle(.stepStarted(rule), at: .zero, width: 60),
      display.tick(at: .seconds(2), width: 60),
      display.handle(.stepFinished(rule, .seconds(3)), at: .seconds(3), width: 60),
      display.handle(.finished(ApplySummary()), at: .seconds(3), width: 60),
    ]
    let visible = parts.map { $0.replacing("\u{1b}", with: "␛") }
    #expect(
      visible == [
        "Applying 3 steps.␛[K\n[-------------------------------------] 0/3 done, 0 running␛[K\n␛[J",
        "␛[1A\r[-------------------------------------] 0/3 done, 1 running␛[K\n"
          + "  networkrule/vpc: creating… 0.0s␛[K\n␛[J",
        "␛[2A\r[-------------------------------------] 0/3 done, 1 running␛[K\n"
          + "  networkrule/vpc: creating… 2.0s␛[K\n␛[J",
        "␛[2A\rnetworkrule/vpc: created (3.0s)␛[K\n"
          + "[############-------------------------] 1/3 done, 0 running␛[K\n␛[J",
        "␛[1A\r␛[J",
      ])
  }

  @Test func displayFitsNarrowTerminals() {
    var display = ProgressDisplay(style: .plain, plan: plan)
    _ = display.handle(.started(plan), at: .zero, width: 24)
    let text = display.handle(.stepStarted(key), at: .zero, width: 24)
    let lines = text.replacing("\u{1b}[K", with: "").split(separator: "\n").dropLast()
    #expect(lines.allSatisfy { $0.drop { $0 != "[" }.count <= 24 })
    #expect(text.contains("  clientkey/api: issui…"))
  }
}
