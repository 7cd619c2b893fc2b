internal import KMSModel

/// What one random history is about: manifests, the job's rhythm, and how often things go wrong.
struct HistoryShape: Sendable {
  var keys: [String: ClientKeySpec]
  var settings: StackSpec.KeySettings
  /// Seconds between two runs that are not missed, but for a few hours.
  var rhythm: Int64
  var nights: Int
  var missedPercent: Int
  var faultPercent: Int
  var deletionPercent: Int
  var byHandPercent: Int
  var roundsDates: Bool
  /// How many keys the service lets an access point have.
  var maximumKeys = 3
  /// How often somebody runs the command that a stuck rotation names.
  var obeyPercent: Int

  init(_ random: inout SplitMix, from start: Timestamp) {
    // Short lives with a nightly job, long ones with a job that runs less often: both see a few
    // rotations in few enough runs.
    rhythm = Fleet.day * random.within(1...4)
    let validity = Int(random.within(5...14)) * Int(rhythm / Fleet.day)
    let points = Int(random.within(1...2))
    let shape = Self.rotation(validity, start, &random)
    keys = (0..<points).reduce(into: [:]) { keys, number in
      let name = "app-\(number)"
      keys[name] = ClientKeySpec(
        validity: TimeSpan(validity, .days), rotation: shape,
        password: .fromEnv("KEY_PASSWORD"), destinations: [.directory(path: name)])
    }
    settings = .init(maximumIssuesPerRun: random.happens(30) ? 1 : nil)
    nights = 3 * validity * Int(Fleet.day) / (2 * Int(rhythm)) + 5
    missedPercent = [0, 5, 30][Int(random.within(0...2))]
    faultPercent = [0, 30, 60][Int(random.within(0...2))]
    deletionPercent = [0, 2, 10][Int(random.within(0...2))]
    byHandPercent = [0, 2, 5][Int(random.within(0...2))]
    roundsDates = random.happens(20)
    obeyPercent = [0, 20, 100][Int(random.within(0...2))]
    // A key that one of two places has is what an interrupted run may leave.
    guard random.happens(40) else { return }
    for name in keys.keys.sorted() {
      keys[name]?.destinations.append(.directory(path: "\(name)-2"))
    }
  }

  private static func rotation(
    _ validity: Int, _ start: Timestamp, _ random: inout SplitMix
  ) -> RotationSpec {
    let renewBefore: RotationSpec.RenewBefore =
      random.happens(30)
      ? .percent(Int(random.within(5...90)))
      : .span(TimeSpan(Int(random.within(1...Int64(validity - 1))), .days))
    var rotation = RotationSpec(
      renewBefore: renewBefore,
      overlap: TimeSpan(Int(random.within(1...Int64(max(2, validity / 2)))), .days))
    if random.happens(40) {
      let days = RotationWindow.Weekday.allCases.filter { _ in random.happens(50) }
      let opens = Int(random.within(0...23)) * 60
      rotation.window = RotationWindow(
        days: days.isEmpty ? [.wednesday] : days, opens: opens,
        closes: (opens + Int(random.within(1...10)) * 60) % 1440)
    }
    if random.happens(40) {
      rotation.freezes = (0..<2).map { _ in
        let from = start.adding(seconds: Fleet.day * random.within(0...Int64(2 * validity)))
        return RotationFreeze(
          from: from, until: from.adding(seconds: Fleet.day * random.within(1...Int64(validity))))
      }
    }
    return rotation
  }
}
