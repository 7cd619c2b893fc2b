internal import Applying
internal import Cryptography
internal import Delivery
internal import FoundationEssentials
internal import KMSModel
internal import Planning
internal import Secrets
internal import Testing

/// The key file in one real directory, the password in another: what a later run may conclude.
struct HalvesTests {
  private static let containers = Result {
    try (0..<3).map { number in
      let made = try PKCS12.issue(
        commonName: "sample \(number)", notBefore: 1_790_000_000, notAfter: 1_890_000_000,
        password: Secret(World.password))
      return (certificatePEM: made.certificatePEM, container: made.containerBase64)
    }
  }

  private static func world(in directory: TemporaryDirectory) async throws -> World {
    let containers = try containers.get()
    var world = World(destinations: ["keys", "passwords"])
    world.spec.destinations = [
      DestinationSpec(.directory(DirectorySpec(path: "keys")), parts: .key),
      DestinationSpec(.directory(DirectorySpec(path: "passwords")), parts: .password),
    ]
    world.baseDirectory = directory.path
    await world.populate(besideAStranger: false)
    await world.store.edit { $0.containers = containers }
    return world
  }

  private func ownKeys(_ world: World) async -> [String] {
    await world.store.state.keys(of: World.accessPoint).map(\.shortID)
  }

  private func file(_ half: String, in directory: TemporaryDirectory) throws -> String {
    let current = "\(directory.path)/\(half)/current"
    let names = try FileManager.default.contentsOfDirectory(atPath: current)
    #expect(names.count == 1)
    return "\(current)/\(names.first ?? "")"
  }

  /// Leaves a key that is published everywhere but not recorded.
  private func leavePending(_ world: World) async {
    await world.run(
      await world.plan(), Life(["UpdateApplicationAccessPoint": [nil, nil, .refused(.throttled)]]))
    #expect(await ownKeys(world) == ["aaaaaaaa", "00000001"])
  }

  @Test func eachCustodianGetsOneHalf() async throws {
    let directory = try TemporaryDirectory()
    let world = try await Self.world(in: directory)
    #expect(await world.run(await world.plan()).isComplete)
    #expect(try file("keys", in: directory).hasSuffix(".json"))
    #expect(try file("passwords", in: directory).hasSuffix("_Password.txt"))
  }

  @Test func halvesThatMakeTheKeyAreRecorded() async throws {
    let directory = try TemporaryDirectory()
    let world = try await Self.world(in: directory)
    await leavePending(world)
    #expect(await world.run(await world.plan()).isComplete)
    #expect(await ownKeys(world) == ["aaaaaaaa", "00000001"])
  }

  @Test(arguments: ["keys", "passwords"], ["Wrong-Password-1", "{}", ""])
  func aHalfThatIsDamagedHasASuccessorAndTheOldKeyStays(half: String, damage: String) async throws {
    let directory = try TemporaryDirectory()
    let world = try await Self.world(in: directory)
    await leavePending(world)
    let path = try file(half, in: directory)
    try Data(damage.utf8).write(to: URL(fileURLWithPath: path))
    #expect(await world.run(await world.plan()).isComplete)
    #expect(await ownKeys(world) == ["aaaaaaaa", "00000001", "00000002"])
  }

  @Test(arguments: ["keys", "passwords"])
  func aHalfThatIsGoneHasASuccessorAndTheOldKeyStays(half: String) async throws {
    let directory = try TemporaryDirectory()
    let world = try await Self.world(in: directory)
    await leavePending(world)
    try FileManager.default.removeItem(atPath: file(half, in: directory))
    #expect(await world.run(await world.plan()).isComplete)
    #expect(await ownKeys(world) == ["aaaaaaaa", "00000001", "00000002"])
  }

  @Test func aRunKilledAnywhereLeavesHalvesOfOneKeyAfterTheNext() async throws {
    var points = 0
    for call in 1... {
      var reachedTheEnd = false
      for moment in Life.Moment.allCases where !reachedTheEnd {
        let directory = try TemporaryDirectory()
        let world = try await Self.world(in: directory)
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
    print("killed at \(points) points with two halves in two directories")
  }

  private func check(_ world: World, _ base: String, _ comment: Comment) async throws {
    let state = await world.store.state
    let marker = try #require(state.accessPoints[World.accessPoint]?.reading.marker)
    let newest = try #require(state.keys(of: World.accessPoint).last)
    #expect(marker.intent == nil, comment)
    #expect(marker.keys.last?.shortID == newest.shortID, comment)
    #expect(state.keys(of: World.accessPoint).first?.shortID == "aaaaaaaa", comment)
    var halves: [KeyHalf] = []
    for spec in world.spec.destinations {
      let destination = Destinations(baseDirectory: base, environment: [:]).destination(for: spec)
      if case .publishedHalf(let half) = try await destination.holds(shortID: newest.shortID) {
        halves.append(half)
      }
    }
    guard halves.count == 2, case .key(let container) = halves[0],
      case .password(let password) = halves[1]
    else {
      Issue.record("not both halves: \(comment)")
      return
    }
    let opened = try PKCS12.open(container, password: password)
    #expect(opened.certificatePEM == newest.certificatePEM, comment)
  }
}
