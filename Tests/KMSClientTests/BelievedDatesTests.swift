import HTTPTransport
import KMSModel
import Testing

@testable import KMSClient

/// What time it is comes from answers that are the service's, and agrees with this machine (A7).
struct BelievedDatesTests {
  private static let now = Timestamp(secondsSinceEpoch: 1_767_323_045)
  private static let right = "Fri, 02 Jan 2026 03:04:05 GMT"
  private static let wrong = "Sun, 02 Jan 2028 03:04:05 GMT"

  private func clock(
    isLoopback: Bool = false, _ dates: (date: String, offset: String?)...
  ) async -> ServiceClock {
    let clock = ServiceClock(isLoopback: isLoopback)
    for (date, offset) in dates {
      let offset = offset.map { [(name: ServiceClock.offsetHeader, value: $0)] } ?? []
      await clock.note(
        HTTPResponse(status: 200, headers: [("date", date)] + offset), at: Self.now)
    }
    return clock
  }

  @Test("A7: one crazy date among others decides nothing")
  func oneCrazyDateDecidesNothing() async {
    for dates in [
      [Self.right, Self.wrong], [Self.wrong, Self.right], [Self.right, Self.wrong, Self.right],
    ] {
      let clock = ServiceClock(isLoopback: false)
      for date in dates {
        await clock.note(HTTPResponse(status: 200, headers: [("date", date)]), at: Self.now)
      }
      #expect(await clock.newest == Self.now)
      #expect(await clock.reading.difference == nil)
    }
  }

  @Test("A7: dates that stay off are a difference, with both times")
  func datesThatStayOffAreADifference() async throws {
    for clock in [
      await clock((Self.wrong, nil)),
      await clock((Self.right, nil), (Self.wrong, nil), (Self.wrong, nil)),
    ] {
      let difference = try #require(await clock.reading.difference)
      #expect(difference.service.iso8601 == "2028-01-02T03:04:05Z")
      #expect(difference.machine == Self.now)
    }
  }

  @Test(
    "A7: the bound is fifteen minutes",
    arguments: [("Fri, 02 Jan 2026 03:19:05 GMT", false), ("Fri, 02 Jan 2026 03:19:06 GMT", true)])
  func theBoundIsFifteenMinutes(date: String, differs: Bool) async {
    #expect(await (clock((date, nil)).reading.difference != nil) == differs)
  }

  @Test("A7: an announced clock is believed on this machine only, and the rest has to agree")
  func anAnnouncedClockIsBelievedOnLoopbackOnly() async {
    let twoYears = String(730 * 86_400)
    let announced = await clock(isLoopback: true, (Self.wrong, twoYears))
    #expect(await announced.reading == ServiceClockReading(sandboxOffset: 730 * 86_400))
    #expect(await announced.newest?.iso8601 == "2028-01-02T03:04:05Z")
    #expect(await clock((Self.wrong, twoYears)).reading.difference != nil)
    #expect(await clock(isLoopback: true, (Self.wrong, nil)).reading.difference != nil)
    #expect(await clock(isLoopback: true, (Self.wrong, "1000")).reading.difference != nil)
    #expect(await clock(isLoopback: true, (Self.right, twoYears)).reading.difference != nil)
    #expect(
      await clock(isLoopback: true, (Self.wrong, "9223372036854775807")).reading.difference != nil)
  }

  @Test("A7: while the clocks differ, nothing is written and reads go on")
  func nothingIsWrittenWhileTheClocksDiffer() async throws {
    let transport = FakeTransport { _, request in
      .page(#""TotalCount":0,"Policies":{"Policy":[]}"#, headers: [("date", Self.wrong)])
    }
    let client = try client(transport)
    _ = try await client.listPolicies(page: 1)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.delete(ResourceID(.policy, "p"))
    }
    #expect(failure?.cause == .differingClocks)
    #expect(failure?.mayHaveHappened == false)
    #expect(failure?.message.contains("2028-01-02T03:04:05Z") == true)
    #expect(failure?.message.contains("2026-01-02T03:04:05Z") == true)
    #expect(await transport.requests.count == 1)
    _ = try await client.listPolicies(page: 1)
  }

  @Test("A7: what is not the service's has no say in what time it is")
  func aPageHasNoSay() async throws {
    let transport = FakeTransport([
      .page(#""TotalCount":0,"Policies":{"Policy":[]}"#, headers: [("date", Self.right)]),
      .ok("<html>", headers: [("date", Self.wrong)]), .ok("{}", headers: [("date", Self.wrong)]),
    ])
    let client = try client(transport)
    for _ in 0..<4 { _ = try? await client.listPolicies(page: 1) }
    #expect(await client.clockReading().difference == nil)
    #expect(await client.serviceTime() == Self.now)
  }
}
