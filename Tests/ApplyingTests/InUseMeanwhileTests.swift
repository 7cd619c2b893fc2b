internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// Others begin to use, between plan and deletion, what is about to go: it stays.
struct InUseMeanwhileTests {
  private let world = World()

  private static let rule = Step.Operation.delete(
    .init(
      id: ResourceID(.networkRule, "vpc"), rawDescription: "ours",
      spec: .networkRule(World.rule.spec)))
  private static var policy: Step.Operation {
    var spec = World.policy.spec
    spec.networkAccess = .unrestricted
    return .delete(
      .init(id: ResourceID(.policy, "crypto"), rawDescription: "ours", spec: .policy(spec)))
  }

  private func populate() async {
    await world.store.edit {
      $0.networkRules["vpc"] = LiveObject(
        name: "vpc", arn: "", rawDescription: "ours", spec: World.rule.spec)
      var spec = World.policy.spec
      spec.networkAccess = .unrestricted
      $0.policies["crypto"] = LiveObject(
        name: "crypto", arn: "", rawDescription: "ours", spec: spec)
    }
  }

  private func refer(_ access: NetworkAccess) async {
    var spec = World.policy.spec
    spec.networkAccess = access
    await world.store.edit { [spec] in
      $0.policies["theirs"] = LiveObject(name: "theirs", arn: "", rawDescription: "", spec: spec)
    }
  }

  @Test(
    "a rule that another team's policy refers to since the plan stays",
    arguments: [NetworkAccess.rules(["else", "vpc"]), .opaque("[\"vpc\u{0301}\"]")])
  func rules(access: NetworkAccess) async throws {
    await populate()
    await refer(access)
    let summary = await world.run(World.plan([Self.rule]))
    let failure = try #require(summary.failed.first?.failure)
    #expect(failure.kind == .changedSincePlan && !summary.hasWritten)
    #expect(
      failure.message
        == "policy/theirs refers to networkrule/vpc since the plan was made, and would be cut off")
    #expect(await world.store.state.networkRules["vpc"] != nil)
  }

  @Test("a policy that another team's access point has since the plan stays")
  func policies() async {
    await populate()
    var spec = World.point.spec
    spec.policies = ["crypto"]
    await world.store.edit { [spec] in
      $0.accessPoints["theirs"] = LiveObject(
        name: "theirs", arn: "", rawDescription: "", spec: spec)
    }
    let summary = await world.run(World.plan([Self.policy, Self.rule]))
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan])
    #expect(await world.store.state.policies["crypto"] != nil)
    #expect(await world.store.state.networkRules["vpc"] == nil)
  }

  @Test("a deletion that waited looks once more who refers to it")
  func afterAWait() async {
    await populate()
    var spec = World.policy.spec
    spec.networkAccess = .rules(["vpc"])
    let life = Life(["Delete": [.waited]]) { [spec] in
      $0.policies["theirs"] = LiveObject(name: "theirs", arn: "", rawDescription: "", spec: spec)
    }
    let summary = await world.run(World.plan([Self.rule]), life)
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan])
    #expect(await world.store.state.networkRules["vpc"] != nil)
  }

  @Test("who refers to what is not read for what the stack ignores, and once for many deletions")
  func calls() async {
    await populate()
    await refer(.rules(["vpc"]))
    let life = Life()
    var applier = world.applier(life, parallel: 8)
    applier.ignore = AddressPatternList(["policy/theirs"])
    let rules = (1...20).map { ResourceID(.networkRule, "vpc-\($0)") }
    await world.store.edit {
      for id in rules {
        $0.networkRules[id.name] = LiveObject(
          name: id.name, arn: "", rawDescription: "ours", spec: World.rule.spec)
      }
    }
    let deletions = rules.map { id in
      Step.Operation.delete(
        .init(id: id, rawDescription: "ours", spec: .networkRule(World.rule.spec)))
    }
    let summary = await applier.apply(World.plan([Self.rule] + deletions)) { _ in }
    #expect(summary.isComplete)
    #expect(await life.count("ListPolicies") == 1)
    #expect(await life.log.filter { $0 == "DescribePolicy" } == ["DescribePolicy"])
  }

  @Test("what a step of this run changed is read again before a deletion is given up")
  func ownWrites() async {
    await populate()
    var referring = World.policy.spec
    referring.networkAccess = .rules(["other"])
    await world.store.edit { [referring] in
      $0.networkRules["other"] = LiveObject(
        name: "other", arn: "", rawDescription: "ours", spec: World.rule.spec)
      $0.policies["crypto"]?.spec = referring
    }
    var target = World.policy
    target.spec.networkAccess = .unrestricted
    let operations = [
      Self.rule,
      .updatePolicy(
        .init(expected: .init(rawDescription: "ours", spec: referring), target: target)),
      .delete(
        .init(
          id: ResourceID(.networkRule, "other"), rawDescription: "ours",
          spec: .networkRule(World.rule.spec))),
    ]
    let summary = await world.run(World.plan(operations, dependsOn: [1: [0], 2: [1]]))
    #expect(summary.isComplete, "\(summary)")
    #expect(await world.store.state.networkRules.isEmpty)
  }

  @Test("a list that is gone when a deletion is looked at again is no answer to the deletion")
  func aLooksAnswerIsNotTheDeletions() async {
    await populate()
    let life = Life([
      "Delete": [.waited], "ListPolicies": [nil, .refused(.notFound)],
    ])
    let summary = await world.run(World.plan([Self.rule]), life)
    #expect(!summary.isComplete)
    #expect(await world.store.state.networkRules["vpc"] != nil)
  }

  @Test("what may refer and cannot be read keeps what would go")
  func unreadable() async {
    await populate()
    await refer(.unrestricted)
    let life = Life(["DescribePolicy": [.refused(.permission)]])
    let summary = await world.run(World.plan([Self.rule]), life)
    #expect(!summary.isComplete && !summary.hasWritten)
    #expect(await world.store.state.networkRules["vpc"] != nil)
  }

  @Test("an access point does not take a client key along that the plan did not show")
  func keys() async throws {
    await world.populate()
    let state = await world.store.state
    let live = try #require(state.accessPoints[World.accessPoint])
    let operation = Step.Operation.delete(
      .init(
        id: ResourceID(.accessPoint, World.accessPoint), rawDescription: live.rawDescription,
        spec: .accessPoint(live.spec)))
    let seen = state.keys(of: World.accessPoint)
    let plan = World.plan([operation], dying: Array(seen.dropLast()))
    let summary = await world.run(plan)
    let failure = try #require(summary.failed.first?.failure)
    #expect(failure.kind == .changedSincePlan && !summary.hasWritten)
    #expect(failure.message.contains("was made on applicationaccesspoint/orders since the plan"))
    #expect(await world.store.state.keys(of: World.accessPoint) == seen)
    #expect(await world.run(World.plan([operation], dying: seen)).isComplete)
  }
}
