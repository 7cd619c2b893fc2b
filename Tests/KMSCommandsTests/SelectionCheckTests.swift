import Diagnostics
import KMSModel
import Planning
import Testing

@testable import KMSCommands

@Suite struct SelectionCheckTests {
  private func check(
    _ options: PlanOptions, unreadable: [UnreadableObject] = []
  ) -> SelectionCheck {
    let stack = StackSpec(
      owner: Owner(stack: "payments", uid: "7f3c1a"), account: "1", region: "cn-hangzhou",
      manifestPaths: ["manifests"])
    let now = Timestamp(secondsSinceEpoch: 1_800_000_000)
    return SelectionCheck(
      desired: DesiredState(stack: stack),
      live: LiveState(unreadable: unreadable, ignored: [ResourceID(.policy, "orders")], now: now),
      options: options)
  }

  @Test func aTypoIsAUsageErrorWithTheNearestName() {
    let failure = CommandFailure(
      .usage, "--target 'policy/oders' matches nothing that is declared or live",
      nextStep: "did you mean 'policy/orders'?")
    #expect(throws: failure) {
      try check(PlanOptions(targets: AddressPatternList(["policy/oders"]))).checkPatterns()
    }
  }

  @Test func anExclusionOfNothingIsAUsageError() {
    let failure = CommandFailure(
      .usage, "--exclude 'aap/nightly-batch' matches nothing that is declared or live",
      nextStep: "'kmsctl plan --show-unmanaged' lists what there is")
    #expect(throws: failure) {
      try check(PlanOptions(excludes: AddressPatternList(["aap/nightly-batch"])))
        .checkPatterns()
    }
  }

  @Test func whatMatchesOrMayBeUnreadablePasses() throws {
    try check(PlanOptions(targets: AddressPatternList(["policy/ord*"]))).checkPatterns()
    let unreadable = UnreadableObject(id: nil, operation: "ListPolicies", reason: "no")
    try check(
      PlanOptions(targets: AddressPatternList(["policy/oders"])), unreadable: [unreadable]
    ).checkPatterns()
  }

  @Test func permissionsForNothingAreNamed() {
    let plan = Plan(
      stack: .init(name: "s", uid: "u", account: "1", region: "r"),
      refusals: [
        Refusal(.unreadable, ResourceID(.policy, "a"), "x", nextStep: "y")
      ])
    let options = PlanOptions(
      allowDelete: [ResourceID(.policy, "a"), ResourceID(.policy, "b")],
      adopt: [ResourceID(.accessPoint, "c")])
    #expect(
      check(options).uselessAllowances(in: plan) == [
        "--allow-delete policy/b matches nothing in this plan",
        "--adopt aap/c matches nothing in this plan",
      ])
  }
}
