import KMSModel
import Testing

@testable import KMSClient

/// The account of these tests has two keys on every access point: `KAAP.1` and `KAAP.2`.
@Suite struct ClientKeySearchTests {
  /// Denies `GetClientKey`, and fails the calls that are named.
  private static func service(
    _ accessPoints: [String] = ["a", "b"], failing: [String: KMSFailure.Kind] = [:],
    deniesKey: Bool = true
  ) -> FakeService {
    FakeService(accessPoints: accessPoints) { call throws(KMSFailure) in
      let operation = String(call.prefix { $0 != " " })
      if let kind = failing[call] {
        throw KMSFailure(kind, operation: operation, message: "no")
      }
      guard operation == "GetClientKey", deniesKey else { return }
      throw KMSFailure(.permission, operation: operation, code: "NoPermission", message: "no")
    }
  }

  private func failure(_ service: FakeService, _ id: String = "KAAP.3") async -> KMSFailure? {
    do throws(KMSFailure) {
      _ = try await ClientKeySearch(service).key(id)
      return nil
    } catch { return error }
  }

  @Test func whoeverMayAskMakesOneCall() async throws {
    let service = Self.service(deniesKey: false)
    #expect(try await ClientKeySearch(service, likely: "b").key("KAAP.1").id == "KAAP.1")
    #expect(await service.calls == ["GetClientKey KAAP.1"])
  }

  @Test func otherFailuresAreNoReasonToLookElsewhere() async {
    let service = Self.service(failing: ["GetClientKey KAAP.1": .unavailable])
    #expect(await failure(service, "KAAP.1")?.kind == .unavailable)
    #expect(await service.calls == ["GetClientKey KAAP.1"])
  }

  @Test func theLikelyAccessPointIsLookedAtFirst() async throws {
    let service = Self.service()
    #expect(try await ClientKeySearch(service, likely: "b").key("KAAP.1").accessPoint == "b")
    #expect(await service.calls == ["GetClientKey KAAP.1", "ListClientKeys b"])
  }

  @Test func aKeyIsFoundInTheListsOfAllAccessPoints() async throws {
    let names = (1...250).map { "aap-\($0)" }
    let gone = Dictionary(
      uniqueKeysWithValues: names.dropLast().map {
        ("ListClientKeys \($0)", KMSFailure.Kind.notFound)
      })
    let service = Self.service(names, failing: gone)
    #expect(try await ClientKeySearch(service).key("KAAP.2").accessPoint == "aap-250")
    #expect(await service.mostInFlight <= ClientKeySearch.width)
  }

  @Test func aKeyThatNoListHasIsGone() async {
    let service = Self.service()
    #expect(await failure(service)?.kind == .notFound)
    #expect(
      await service.calls.sorted() == [
        "GetClientKey KAAP.3", "ListApplicationAccessPoints 1", "ListClientKeys a",
        "ListClientKeys b",
      ])
  }

  @Test func aListThatCouldNotBeReadIsNoProofOfAbsence() async {
    let service = Self.service(failing: ["ListClientKeys a": .unavailable])
    let error = await failure(service)
    #expect(error?.kind == .unavailable)
    #expect(error?.message == "no; asked because GetClientKey is denied")
    // Another list may still have it.
    #expect(await failure(service, "KAAP.2") == nil)
  }

  @Test func bothRefusalsAreNamed() async {
    let service = Self.service(failing: ["ListClientKeys b": .permission])
    let error = await failure(service)
    #expect(error?.kind == .permission)
    #expect(error?.operation == "GetClientKey")
    #expect(error?.message == "no; nor may ListClientKeys be called, which would also do")
  }

  @Test func aListThatChangesAllTheTimeIsNoProofOfAbsence() async {
    let service = FakeService(
      lists: { _, page in NamePage(names: ["a\(page)"], totalCount: 3, pageSize: 100) },
      hook: { call throws(KMSFailure) in
        guard call.hasPrefix("GetClientKey") else { return }
        throw KMSFailure(.permission, operation: "GetClientKey", message: "no")
      })
    let error = await failure(service)
    #expect(error?.kind == .other)
    #expect(await service.calls.count == 1 + ListProgress.maximumRounds)
  }
}
