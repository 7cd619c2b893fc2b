import Applying
import Foundation
import KMSClient
import KMSModel
import Planning
import Testing

/// Two years of nightly applies against the sandbox, over its real wire, into real directories.
@Suite struct TwoYearsTests {
  private static let start = Timestamp(secondsSinceEpoch: 1_798_768_800)
  private static let day: Int64 = 86_400

  private static func key(
    _ name: String, validity: Int, renewBefore: Int, overlap: Int
  ) -> ClientKeySpec {
    ClientKeySpec(
      validity: TimeSpan(validity, .days),
      rotation: RotationSpec(
        renewBefore: .span(TimeSpan(renewBefore, .days)), overlap: TimeSpan(overlap, .days)),
      password: .standard, destinations: [.directory(path: name)])
  }

  @Test func everyNightTheApplicationHasAValidKey() async throws {
    let directory = NSTemporaryDirectory() + "kmsctl-years-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let specs = [
      "yearly": Self.key("yearly", validity: 365, renewBefore: 60, overlap: 30),
      "quarterly": Self.key("quarterly", validity: 90, renewBefore: 20, overlap: 10),
    ]
    let years = try await SandboxYears(specs, from: Self.start, directory: directory)
    var issues: [String: [Int]] = [:]
    var retirements: [String: [Int]] = [:]
    var used: [String: LiveClientKey] = [:]
    for night in 0..<730 {
      // What the application loaded last night has been good all day.
      for (name, key) in used { #expect(years.clock.now < key.notAfter, "\(name), night \(night)") }
      let result = await years.night()
      #expect(result.plan.refusals == [], "night \(night)")
      #expect(result.summary?.isComplete != false, "night \(night)")
      #expect(result.left?.isEmpty != false, "night \(night)")
      for step in result.plan.steps {
        switch step.operation {
        case .issueClientKey(let issue): issues[issue.accessPoint, default: []].append(night)
        case .deleteClientKey(let deletion):
          #expect(deletion.cause == .retired)
          retirements[deletion.accessPoint, default: []].append(night)
        default: #expect(night == 0)
        }
      }
      for name in specs.keys {
        let live = try await years.client.listClientKeys(accessPoint: name)
        #expect((1...2).contains(live.count), "\(name), night \(night)")
        let loaded = try years.loadedKey(name)
        let key = try #require(live.first { $0.id == loaded }, "\(name), night \(night)")
        #expect(key.isValid(at: years.clock.now))
        used[name] = key
      }
      years.clock.advance(seconds: Self.day)
    }
    for (name, spec) in specs {
      try expect(issues[name] ?? [], retirements[name] ?? [], spec)
      let live = try await years.client.listClientKeys(accessPoint: name)
      let point = try await years.client.describeAccessPoint(name)
      let recorded = point.reading.marker?.keys.map(\.shortID) ?? []
      #expect(Set(live.map(\.shortID)) == Set(recorded))
      #expect(point.reading.marker?.intent == nil)
    }
    print("two years: issues on nights \(issues), retirements on nights \(retirements)")
  }

  /// Every issue falls within the jitter before `renewBefore`, every retirement right after the
  /// overlap; a key's start is dated back by up to a day.
  private func expect(_ issues: [Int], _ retirements: [Int], _ spec: ClientKeySpec) throws {
    let validity = Int(spec.validity.nominalSeconds / Self.day)
    guard case .span(let span) = spec.rotation.renewBefore else { return }
    let renewBefore = Int(span.nominalSeconds / Self.day)
    let overlap = Int(spec.rotation.overlap.nominalSeconds / Self.day)
    #expect(issues.first == 0)
    #expect(issues.count >= 729 / (validity - renewBefore))
    for (before, after) in zip(issues, issues.dropFirst()) {
      let jitter = min(renewBefore / 8 + 1, 7)
      #expect(
        ((validity - renewBefore - 1 - jitter)...(validity - renewBefore)).contains(after - before))
    }
    let expected = issues.dropFirst().map { $0 + overlap }.filter { $0 < 730 }
    #expect(retirements.count == expected.count)
    for (night, due) in zip(retirements, expected) { #expect((due...due + 1).contains(night)) }
  }
}
