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
      nextStep: "there is no applicationaccesspoint, declared or live")
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

  private static let identity = Plan.StackIdentity(
    name: "s", uid: "u", account: "1", region: "r")

  private static let refused = Plan(
    stack: identity,
    refusals: [Refusal(.unreadable, ResourceID(.policy, "a"), "x", nextStep: "y")])

  @Test func permissionsThatAreNotNeededAreNamed() throws {
    let options = PlanOptions(
      allowDelete: [ResourceID(.policy, "a"), ResourceID(.policy, "orders")])
    #expect(
      try check(options).uselessAllowances(in: Self.refused) == [
        "--allow-delete policy/orders is not needed by this plan"
      ])
  }

  @Test(arguments: [
    ("--allow-delete", PlanOptions(allowDelete: [ResourceID(.accessPoint, "nope")])),
    ("--allow-replace", PlanOptions(allowReplace: [ResourceID(.accessPoint, "nope")])),
    (
      "--allow-unseen-referrers",
      PlanOptions(allowUnseenReferrers: [ResourceID(.accessPoint, "nope")])
    ),
    ("--adopt", PlanOptions(adopt: [ResourceID(.accessPoint, "nope")])),
  ])
  func permissionsForNothingAreAnErrorWhileThereIsAnythingToDo(
    flag: String, options: PlanOptions
  ) throws {
    let failure = CommandFailure(
      .usage, "\(flag) 'aap/nope' matches nothing that is declared or live",
      nextStep: "leave it out, or take the address as a refusal of the plan writes it; if the "
        + "object is gone already, nothing is left to allow")
    #expect(throws: failure) { try check(options).uselessAllowances(in: Self.refused) }
    let line = "\(flag) aap/nope matches nothing that is declared or live"
    #expect(
      try check(options).uselessAllowances(in: Plan(stack: Self.identity)) == [line])
    let unreadable = UnreadableObject(id: nil, operation: "ListPolicies", reason: "no")
    #expect(
      try check(options, unreadable: [unreadable]).uselessAllowances(in: Self.refused).count == 1)
  }
}
