import Applying
import KMSModel
import Planning
import Rendering
import Testing

@testable import KMSCommands

@Suite struct ExitStatusTests {
  @Test func numbersAreTheDocumentedOnes() {
    let numbers = KMSCommands.ExitStatus.allCases.map { "\($0.rawValue) \($0.reason)" }
    #expect(
      numbers == [
        "0 success", "1 error", "2 changes", "3 refused", "4 denied", "5 incomplete",
        "6 stale-plan", "7 locked", "64 usage", "65 invalid-manifests", "130 interrupted",
      ])
  }

  @Test(arguments: [
    ([KMSCommands.ExitStatus.changes, .refused], KMSCommands.ExitStatus.refused),
    ([.refused, .error], .error),
    ([.refused, .denied], .denied), ([.denied, .invalidManifests], .invalidManifests),
    ([.usage, .error, .changes], .usage), ([.success, .changes], .changes), ([], .success),
  ])
  func gravestWins(statuses: [KMSCommands.ExitStatus], expected: KMSCommands.ExitStatus) {
    #expect(KMSCommands.ExitStatus.gravest(statuses) == expected)
  }

  private func failed(_ kind: KMSFailure.Kind, hasWritten: Bool) -> ApplySummary {
    let failure = KMSFailure(kind, operation: "CreatePolicy", message: "no")
    return ApplySummary(
      failed: [.init(step: 0, failure: StepFailure(.service(failure), "no"))],
      hasWritten: hasWritten)
  }

  @Test("A8: a key that nobody recorded and that was not there before is no success")
  func strayKeys() {
    let stack = Plan.StackIdentity(name: "s", uid: "u", account: "1", region: "r")
    let now = Timestamp(secondsSinceEpoch: 1_795_000_000)
    let key = { (id: String, accessPoint: String) in
      UnknownKey(
        LiveClientKey(
          id: id, accessPoint: accessPoint, notBefore: now, notAfter: now.adding(seconds: 60),
          createTime: now, certificatePEM: ""), region: "r", now: now)
    }
    let deletion = Step.ClientKeyDeletion(accessPoint: "a", keyID: "KAAP.0")
    let applied = Plan(
      stack: stack,
      steps: [
        Step(
          id: 0, change: ResourceID(.clientKey, "a"), operation: .deleteClientKey(deletion),
          dependsOn: [])
      ], unknownKeys: [key("KAAP.1", "a")])
    let status = { (found: [UnknownKey]) in
      ApplyVerdict(
        ApplySummary(done: [0]), of: applied, remaining: Plan(stack: stack, unknownKeys: found)
      ).status
    }
    #expect(status([key("KAAP.1", "a"), key("KAAP.2", "b")]) == .success)
    #expect(status([key("KAAP.1", "a"), key("KAAP.3", "a")]) == .incomplete)
  }

  @Test func applyVerdicts() {
    let stack = Plan.StackIdentity(name: "s", uid: "u", account: "1", region: "r")
    let empty = Plan(stack: stack)
    let leftover = Plan(stack: stack, refusals: [Refusal(.unreadable, nil, "x", nextStep: "y")])
    let status = { (summary: ApplySummary, remaining: Plan?) in
      ApplyVerdict(summary, of: empty, remaining: remaining).status
    }
    #expect(status(ApplySummary(done: [0]), empty) == .success)
    #expect(status(ApplySummary(done: [0]), leftover) == .incomplete)
    let noPlace = ApplySummary(
      done: [0], stuck: [.init(step: 1, failure: StepFailure(.stuck, "no place"))])
    #expect(status(noPlace, empty) == .refused)
    #expect(status(noPlace, leftover) == .incomplete)
    #expect(ExitNote(.refused, isStuck: true).reason == "rotation-stuck")
    #expect(ExitNote(.incomplete, isStuck: true).reason == "incomplete")
    #expect(status(failed(.quota, hasWritten: false), nil) == .error)
    #expect(status(failed(.permission, hasWritten: false), nil) == .denied)
    #expect(status(failed(.permission, hasWritten: true), nil) == .incomplete)
    #expect(status(ApplySummary(notStarted: [0], wasInterrupted: true), nil) == .interrupted)
    let changed = ApplySummary.Failed(
      step: 0, failure: StepFailure(.changedSincePlan, "it changed"))
    let other = ApplySummary.Failed(step: 1, failure: StepFailure(.other, "no"))
    #expect(status(ApplySummary(failed: [changed]), nil) == .stale)
    #expect(status(ApplySummary(failed: [changed], hasWritten: true), nil) == .incomplete)
    #expect(status(ApplySummary(failed: [changed, other]), nil) == .error)
    let lost = KeyDelivery(
      accessPoint: "a", keyID: "KAAP.1", places: [.init("directory x", .vanished, "is not there")])
    let verdict = ApplyVerdict(
      ApplySummary(done: [0]), of: empty, remaining: empty, lostDeliveries: [lost])
    #expect(verdict.status == .incomplete && verdict.hasConverged == true)
    #expect(verdict.standing == .otherwise)
    let left = ApplyVerdict(noPlace, of: empty, remaining: empty)
    #expect(left.standing == .left(isStuck: true, isHeld: false))
    #expect(
      ApplyVerdict(ApplySummary(done: [0]), of: empty, remaining: leftover).standing == .otherwise)
    #expect(
      ApplyVerdict(ApplySummary(done: [0]), of: empty, remaining: empty).standing == .asPlanned)
  }
}
