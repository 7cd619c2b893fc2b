import KMSModel
import Testing

@Suite struct TimestampTests {
  @Test func bothFormsAreReadBack() throws {
    let moment = try #require(Timestamp(iso8601: "2024-02-29T23:59:59Z"))
    #expect(moment.secondsSinceEpoch == 1_709_251_199)
    #expect(moment.iso8601 == "2024-02-29T23:59:59Z")
    #expect(moment.compact == "20240229T235959Z")
    #expect(Timestamp(compact: "20240229T235959Z") == moment)
  }

  @Test(arguments: [
    "20230229T000000Z", "20240229T240000Z", "20240229t235959z", "2024022T2359599Z",
    "20240229T235959", "20241301T000000Z", "２0240229T235959Z",
  ])
  func whatIsNoMomentIsNotRead(text: String) {
    #expect(Timestamp(compact: text) == nil)
  }
}

@Suite struct TimeSpanTests {
  @Test(arguments: [("90d", 7_776_000), ("12h", 43_200), ("5m", 300), ("2w", 1_209_600)])
  func unitsHaveALength(text: String, seconds: Int64) throws {
    let span = try #require(TimeSpan(parsing: text))
    #expect(span.nominalSeconds == seconds)
    #expect(span.description == text)
    let start = Timestamp(secondsSinceEpoch: 1_790_000_000)
    #expect(span.after(start).seconds(since: start) == seconds)
    #expect(span.before(start).seconds(since: start) == -seconds)
  }

  @Test func aYearIsACalendarYear() throws {
    let leapDay = try #require(Timestamp(iso8601: "2024-02-29T12:00:00Z"))
    #expect(TimeSpan(1, .years).after(leapDay).iso8601 == "2025-02-28T12:00:00Z")
    #expect(TimeSpan(4, .years).after(leapDay).iso8601 == "2028-02-29T12:00:00Z")
  }

  @Test(arguments: ["", "d", "1", "-1d", "1.5d", "1 d", "1D", "99999999d", "１d"])
  func anythingElseIsNoSpan(text: String) {
    #expect(TimeSpan(parsing: text) == nil)
  }
}
