internal import Cryptography
internal import Delivery
internal import FoundationEssentials
internal import KMSModel
internal import Secrets
internal import Testing

/// The same kills with real PKCS#12 containers and real directories.
struct RealDirectoryTests {
  private static let containers = Result {
    try (0..<2).map { number in
      let made = try PKCS12.issue(
        commonName: "sample \(number)", notBefore: 1_790_000_000, notAfter: 1_890_000_000,
        password: Secret(World.password))
      return (certificatePEM: made.certificatePEM, container: made.containerBase64)
    }
  }

  @Test(arguments: [["a"], ["a", "b"]])
  func aRunKilledAnywhereLeavesOneWorkingKeyAfterTheNext(destinations: [String]) async throws {
    let containers = try Self.containers.get()
    var points = 0
    for call in 1... {
      var reachedTheEnd = false
      for moment in Life.Moment.allCases where !reachedTheEnd {
        let directory = try TemporaryDirectory()
        var world = World(destinations: destinations)
        world.baseDirectory = directory.path
        await world.populate(besideAStranger: destinations.count == 1)
        await world.store.edit { $0.containers = containers }
        let life = Life(faultAt: (call, .end(moment)))
        await world.run(await world.plan(), life)
        reachedTheEnd = await !life.isOver
        await world.run(await world.plan())
        points += reachedTheEnd ? 0 : 1
        try await check(world, directory.path, "killed \(moment) call \(call)")
      }
      if reachedTheEnd { break }
    }
    #expect(points > 20)
    print("killed at \(points) points with \(destinations.count) real directories")
  }

  private func check(_ world: World, _ base: String, _ comment: Comment) async throws {
    let state = await world.store.state
    let point = try #require(state.accessPoints[World.accessPoint])
    let marker = try #require(point.reading.marker)
    let newest = try #require(state.keys(of: World.accessPoint).last)
    #expect(marker.intent == nil, comment)
    #expect(marker.keys.last?.shortID == newest.shortID, comment)
    for path in world.disks.keys {
      let destination = Destinations(baseDirectory: base, environment: [:])
        .destination(for: .directory(path: path, isEphemeralAccepted: false))
      let holding = try await destination.holds(shortID: newest.shortID)
      #expect(holding == .published(certificatePEM: newest.certificatePEM), comment)
      let left = try FileManager.default.contentsOfDirectory(atPath: "\(base)/\(path)")
        .filter { $0.hasPrefix(".") }
      #expect(left == [".kmsctl"], comment)
    }
  }
}
