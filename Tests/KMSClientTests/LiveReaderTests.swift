import KMSModel
import Testing

@testable import KMSClient

/// Where one call waits for another, a reader that makes them one after the other never ends.
@Suite(.timeLimit(.minutes(10)))
struct LiveReaderTests {
  @Test func aDescribeDoesNotWaitForAnotherList() async {
    let described = Latch()
    let service = FakeService(
      lists: { operation, _ in
        if operation == "ListNetworkRules" {
          return NamePage(names: ["a"], totalCount: 1, pageSize: 100)
        }
        await described.wait()
        return NamePage(names: [], totalCount: 0, pageSize: 100)
      },
      hook: { call in if call == "DescribeNetworkRule a" { await described.open() } })
    let state = await LiveReader(service: service).read()
    #expect(Array(state.networkRules.keys) == ["a"])
  }

  @Test func aDescribeDoesNotWaitForLaterPages() async {
    let described = Latch()
    let service = FakeService(
      lists: { operation, page in
        guard operation == "ListPolicies" else {
          return NamePage(names: [], totalCount: 0, pageSize: 1)
        }
        if page == 2 { await described.wait() }
        return NamePage(names: ["p\(page)"], totalCount: 2, pageSize: 1)
      },
      hook: { call in if call == "DescribePolicy p1" { await described.open() } })
    let state = await LiveReader(service: service).read()
    #expect(state.policies.keys.sorted() == ["p1", "p2"])
  }

  @Test func laterPagesAreAskedForTogether() async {
    let third = Latch()
    let service = FakeService(lists: { operation, page in
      guard operation == "ListPolicies" else {
        return NamePage(names: [], totalCount: 0, pageSize: 1)
      }
      if page == 2 { await third.wait() }
      if page == 3 { await third.open() }
      return NamePage(names: ["p\(page)"], totalCount: 3, pageSize: 1)
    })
    let state = await LiveReader(service: service).read()
    #expect(state.policies.count == 3)
  }

  @Test func keysAreListedBeforeTheirAccessPointIsRead() async {
    let listed = Latch()
    let service = FakeService(accessPoints: ["a"]) { call in
      switch call {
      case "DescribeApplicationAccessPoint a": await listed.wait()
      case "ListClientKeys a": await listed.open()
      default: break
      }
    }
    let state = await LiveReader(service: service).read()
    #expect(state.clientKeys["a"]?.map(\.id) == ["KAAP.1", "KAAP.2"])
    #expect(state.accessPoints.count == 1)
  }

  @Test func anInstanceOfTheManifestsIsReadWithoutWaitingForALivePolicy() async {
    let instance = Latch()
    let service = FakeService(policies: ["p"]) { call in
      switch call {
      case "DescribePolicy p": await instance.wait()
      case "GetKmsInstance kst-1": await instance.open()
      default: break
      }
    }
    let state = await LiveReader(service: service, instances: ["kst-1"]).read()
    #expect(state.instances == ["kst-1": .exists(status: "Connected")])
  }

  @Test func anInstanceIsReadOnceHoweverManyReferToIt() async {
    let service = FakeService(policies: ["p", "q", "r"], scope: "kst-1")
    let state = await LiveReader(service: service, instances: ["kst-1"]).read()
    #expect(state.instances == ["kst-1": .exists(status: "Connected")])
    #expect(await service.calls.filter { $0.hasPrefix("GetKmsInstance") }.count == 1)
  }

  @Test func anInstanceMayBeMissingOrUnreadable() async {
    let service = FakeService { call async throws(KMSFailure) in
      switch call {
      case "GetKmsInstance kst-1": throw KMSFailure(.notFound, operation: "G", message: "gone")
      case "GetKmsInstance kst-2": throw KMSFailure(.permission, operation: "G", message: "no")
      default: break
      }
    }
    let state = await LiveReader(service: service, instances: ["kst-1", "kst-2"]).read()
    #expect(state.instances == ["kst-1": .missing, "kst-2": .unreadable(reason: "G: no")])
  }

  @Test func whatIsIgnoredIsNeverReadFurtherThanItsName() async {
    let service = FakeService(
      rules: ["keep", "legacy-1"], policies: ["legacy-1"], accessPoints: ["app", "legacy-app"])
    let ignore = AddressPatternList([
      "networkrule/legacy-*", "policy/legacy-*", "aap/legacy-*", "clientkey/app",
    ])
    let state = await LiveReader(service: service, ignore: ignore).read()
    #expect(
      state.ignored.map(\.description) == [
        "networkrule/legacy-1", "policy/legacy-1", "applicationaccesspoint/legacy-app",
        "clientkey/app",
      ])
    #expect(
      await service.calls.sorted() == [
        "DescribeApplicationAccessPoint app", "DescribeNetworkRule keep",
        "ListApplicationAccessPoints 1", "ListNetworkRules 1", "ListPolicies 1",
      ])
  }

  @Test func whatVanishesWhileItIsReadIsAbsent() async {
    let service = FakeService(rules: ["a"], policies: ["p"], accessPoints: ["x", "y"]) {
      call async throws(KMSFailure) in
      guard call != "ListClientKeys x", call != "DescribeApplicationAccessPoint y" else {
        throw KMSFailure(.notFound, operation: "any", message: "gone")
      }
      if call.hasSuffix(" a") || call.hasSuffix(" p") || call.hasSuffix(" x") {
        throw KMSFailure(.notFound, operation: "any", message: "gone")
      }
    }
    let state = await LiveReader(service: service).read()
    #expect(state.networkRules.isEmpty && state.policies.isEmpty && state.accessPoints.isEmpty)
    #expect(state.clientKeys.isEmpty)
    #expect(state.unreadable == [])
  }

  @Test func whatCannotBeReadIsNeverAbsent() async {
    let refusal = { @Sendable (operation: String) in
      KMSFailure(.permission, operation: operation, code: "NoPermission", message: "no")
    }
    let service = FakeService(rules: ["a", "b"], accessPoints: ["x"]) {
      call async throws(KMSFailure) in
      if call == "DescribeNetworkRule b" || call == "ListClientKeys x" {
        throw refusal(String(call.prefix { $0 != " " }))
      }
    }
    let state = await LiveReader(service: service).read()
    #expect(Array(state.networkRules.keys) == ["a"])
    #expect(
      state.unreadable == [
        UnreadableObject(ResourceID(.clientKey, "x"), refusal("ListClientKeys")),
        UnreadableObject(ResourceID(.networkRule, "b"), refusal("DescribeNetworkRule")),
      ])
  }

  @Test func aListThatFailsIsUnreadableAsAWhole() async {
    let service = FakeService(lists: { operation, page async throws(KMSFailure) in
      if operation == "ListPolicies", page > 1 {
        throw KMSFailure(.unavailable, operation: operation, message: "down")
      }
      return NamePage(names: ["n\(page)"], totalCount: 3, pageSize: 1)
    })
    let state = await LiveReader(service: service).read()
    #expect(
      state.unreadable == [
        UnreadableObject(
          id: nil, operation: "ListPolicies", reason: "down", cause: .serviceFault)
      ])
    #expect(state.networkRules.count == 3)
    #expect(Array(state.policies.keys) == ["n1"])
  }

  @Test func aListThatMovesWhileItIsReadIsReadAgain() async {
    // In the first round an object of page 1 is deleted while page 2 is on its way: 'c' moves to
    // page 1, where it is not seen.
    let rounds = Counter()
    let service = FakeService(lists: { operation, page in
      guard operation == "ListNetworkRules" else {
        return NamePage(names: [], totalCount: 0, pageSize: 2)
      }
      let isFirst = page == 1 ? await rounds.next() == 1 : await rounds.count == 1
      switch (isFirst, page) {
      case (true, 1): return NamePage(names: ["a", "b"], totalCount: 4, pageSize: 2)
      case (true, _): return NamePage(names: ["d"], totalCount: 3, pageSize: 2)
      case (false, 1): return NamePage(names: ["b", "c"], totalCount: 3, pageSize: 2)
      case (false, _): return NamePage(names: ["d"], totalCount: 3, pageSize: 2)
      }
    })
    let state = await LiveReader(service: service).read()
    #expect(state.networkRules.keys.sorted() == ["a", "b", "c", "d"])
    #expect(state.unreadable == [])
    #expect(await service.calls.filter { $0 == "DescribeNetworkRule b" }.count == 1)
  }

  @Test func aListThatNeverAddsUpIsUnreadable() async {
    let service = FakeService(lists: { operation, page in
      guard operation == "ListPolicies" else {
        return NamePage(names: [], totalCount: 0, pageSize: 1)
      }
      return NamePage(names: ["same"], totalCount: 2, pageSize: 1)
    })
    let state = await LiveReader(service: service).read()
    #expect(
      state.unreadable == [
        UnreadableObject(
          id: nil, operation: "ListPolicies", reason: "the list changed each time it was read",
          cause: .changingList)
      ])
    #expect(await service.calls.filter { $0 == "DescribePolicy same" }.count == 1)
    #expect(await service.calls.filter { $0.hasPrefix("ListPolicies") }.count == 6)
  }

  @Test func aHundredOfEachKindTakeFourHundredAndThreeReads() async {
    let names = (0..<100).map { "n\($0)" }
    let service = FakeService(
      rules: names, policies: names, accessPoints: names, scope: "kst-1")
    let state = await LiveReader(service: service).read()
    #expect(await service.calls.filter { !$0.hasPrefix("GetKmsInstance") }.count == 403)
    #expect(await service.calls.count == 404)
    #expect(state.clientKeys.count == 100)
    #expect(state.now == Timestamp(secondsSinceEpoch: 1_000))
  }

  @Test func noMoreThanTheWidthIsEverInFlight() async {
    let service = FakeService(rules: (0..<500).map { "n\($0)" }) { _ in await Task.yield() }
    _ = await LiveReader(service: service).read()
    #expect(await service.mostInFlight <= LiveReader.width)
  }
}

private actor Counter {
  private(set) var count = 0

  func next() -> Int {
    count += 1
    return count
  }
}
