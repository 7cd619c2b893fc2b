import KMSModel
import Testing

@testable import KMSClient

struct ServiceClockTests {
  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
    ("Mon, 23 Nov 2026 23:59:59 GMT", "2026-11-23T23:59:59Z"),
    ("Thu, 29 Feb 2024 00:00:00 GMT", "2024-02-29T00:00:00Z"),
  ])
  func aDateHeaderIsRead(header: String, moment: String) {
    #expect(ServiceClock.parse(header)?.iso8601 == moment)
  }

  @Test(arguments: [
    "", "2026-11-23T23:59:59Z", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 25:49:37 GMT",
    "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
  ])
  func anythingElseIsNoDate(header: String) {
    #expect(ServiceClock.parse(header) == nil)
  }

  @Test func theTimeComesFromTheNewestAnswer() async throws {
    let body = #""TotalCount":0,"Policies":{"Policy":[]}"#
    let transport = FakeTransport([
      .page(body, headers: [("date", "Fri, 02 Jan 2026 03:04:05 GMT")]),
      .refusal(400, "X", headers: [("date", "Fri, 02 Jan 2026 03:04:10 GMT")]),
      .page(body, headers: [("date", "yesterday")]),
    ])
    let client = try client(transport)
    #expect(await client.serviceTime() == nil)
    for _ in 0..<3 { _ = try? await client.listPolicies(page: 1) }
    #expect(await client.serviceTime()?.iso8601 == "2026-01-02T03:04:10Z")
  }
}
