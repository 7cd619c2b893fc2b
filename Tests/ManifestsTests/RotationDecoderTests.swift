import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct RotationDecoderTests {
  static let mistakes = [
    Case(
      "unknown day", "window: {days: [mon, ①monday], from: '02:00', to: '05:00'}",
      "error[unknown-value]: an entry of 'days' is 'monday', expected 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun'"
    ),
    Case(
      "no day", "window: {days: ①[], from: '02:00', to: '05:00'}",
      "error[empty-list]: 'days' is empty, expected at least one entry"),
    Case(
      "window without an end", "window: ①{from: '02:00'}",
      "error[missing-key]: 'window' has no 'to'"),
    Case(
      "hour 25", "window: {from: ①'25:00', to: '05:00'}",
      "error[invalid-time]: '25:00' is no time of day, expected '00:00' to '23:59'\nnote: for example '02:00'; times are UTC"
    ),
    Case(
      "midnight as a beginning", "window: {from: ①'24:00', to: '05:00'}",
      "error[invalid-time]: '24:00' is no time of day, expected '00:00' to '23:59'\nnote: for example '02:00'; times are UTC"
    ),
    Case(
      "past midnight", "window: {from: '02:00', to: ①'24:01'}",
      "error[invalid-time]: '24:01' is no time of day, expected '00:00' to '24:00'\nnote: for example '02:00'; times are UTC"
    ),
    Case(
      "a time without a zero", "window: {from: ①'2:00', to: '05:00'}",
      "error[invalid-time]: '2:00' is no time of day, expected '00:00' to '23:59'\nnote: for example '02:00'; times are UTC"
    ),
    Case(
      "empty window", "window: {from: '02:00', to: ①'02:00'}",
      "error[empty-window]: the window is empty: it closes when it opens, at '02:00'\nnote: leave 'window' out to rotate at any time"
    ),
    Case(
      "no freeze", "freeze: ①[]",
      "error[empty-list]: 'freeze' is empty, expected at least one entry"),
    Case(
      "no such day", "freeze: [{from: ①2026-02-30, to: 2026-03-01}]",
      "error[invalid-date]: '2026-02-30' is no day, expected one such as '2026-12-20'\nnote: days are UTC, from midnight to midnight"
    ),
    Case(
      "a moment as a day", "freeze: [{from: 2026-02-01, to: ①'2026-03-01T10:00:00Z'}]",
      "error[invalid-date]: '2026-03-01T10:00:00Z' is no day, expected one such as '2026-12-20'\nnote: days are UTC, from midnight to midnight"
    ),
    Case(
      "freeze that ends before it begins", "freeze: [{from: 2026-12-20, to: ①2026-01-03}]",
      "error[freeze-order]: the freeze ends on '2026-01-03', before it begins on '2026-12-20'\nnote: 'to' is the last frozen day"
    ),
    Case(
      "nobody to ask", "retire: {confirm: ①[]}",
      "error[empty-list]: 'confirm' is empty, expected at least one entry"),
    Case(
      "a shell line", "retire: {confirm: ①'check.sh --old'}",
      "error[wrong-type]: 'confirm' is a text, expected a list of a program and its arguments"),
  ]

  @Test(arguments: mistakes) func mistakesAreShown(_ example: Case) {
    expectDiagnostics(
      in: accessPoint(withKey: "rotation: {\(example.yaml)}, \(delivery)"), example.expected)
  }

  @Test func everythingIsRead() throws {
    let loaded = load(
      accessPoint(
        withKey:
          "rotation: {window: {days: [sun, mon], from: '22:30', to: '05:00'}, "
          + "freeze: [{from: 2026-12-20, to: 2027-01-03}, {from: 2027-04-01, to: 2027-04-01}], "
          + "retire: {confirm: [./check, -v, -v]}}, \(delivery)"))
    #expect(loaded.report.diagnostics == [])
    let rotation = try #require(loaded.desired?.clientKeys["a"]?.spec.rotation)
    #expect(
      rotation.window == RotationWindow(days: [.monday, .sunday], opens: 1350, closes: 300))
    #expect(
      rotation.freezes.map { "\($0.from) to \($0.until)" } == [
        "2026-12-20T00:00:00Z to 2027-01-04T00:00:00Z",
        "2027-04-01T00:00:00Z to 2027-04-02T00:00:00Z",
      ])
    #expect(rotation.retirementCheck == ["./check", "-v", "-v"])
  }

  @Test func aWindowOpensOnEveryDayAndMayEndWithIt() throws {
    let loaded = load(
      accessPoint(withKey: "rotation: {window: {from: '00:00', to: '24:00'}}, \(delivery)"))
    #expect(
      loaded.desired?.clientKeys["a"]?.spec.rotation.window
        == RotationWindow(opens: 0, closes: 1440))
  }
}
