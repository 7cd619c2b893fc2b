internal import Applying
internal import FoundationEssentials
internal import KMSModel
internal import Planning
internal import Testing

/// The instance that goes with a key is read before the first write, or the run does not begin.
struct InstanceAccessTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func world(
    instance: String?, extras: [DirectorySpec.Extra] = [.certificateAuthority]
  ) async -> World {
    var world = World(destinations: ["a"])
    world.spec.instance = instance
    world.spec.destinations = [
      DestinationSpec(.directory(DirectorySpec(path: "a", extras: extras)))
    ]
    world.baseDirectory = directory.path
    await world.populate()
    return world
  }

  @Test func theChainOfTheInstanceIsDelivered() async throws {
    let world = await world(instance: "kst-1")
    let life = Life()
    #expect(await world.run(await world.plan(), life).isComplete)
    #expect(await life.log.first == "GetKmsInstance")
    #expect(await life.count("GetKmsInstance") == 1)
    let path = "\(directory.path)/a/current/PrivateKmsCA_kst-1.pem"
    let content = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(String(decoding: content, as: UTF8.self) == "chain of kst-1\n")
  }

  @Test func nobodyAsksForAnInstanceThatNothingIsSaidAbout() async {
    let world = await world(instance: "kst-1", extras: [])
    let life = Life()
    #expect(await world.run(await world.plan(), life).isComplete)
    #expect(await life.count("GetKmsInstance") == 0)
  }

  @Test func anInstanceThatCannotBeReadStopsTheRunBeforeItsFirstWrite() async {
    let world = await world(instance: "kst-1")
    let life = Life(["GetKmsInstance": [.refused(.permission)]])
    let summary = await world.run(await world.plan(), life)
    #expect(!summary.hasWritten)
    #expect(
      summary.failed.first?.failure.message
        == "the client key could not be delivered: instance 'kst-1' could not be read: "
        + "GetKmsInstance: refused (allow kms:GetKmsInstance to the caller in RAM)")
    #expect(await life.count("CreateClientKey") == 0)
  }

  @Test func anInstanceWithoutAChainStopsTheRunToo() async {
    let world = await world(instance: "kst-dark")
    let summary = await world.run(await world.plan())
    #expect(
      summary.failed.first?.failure.message
        == "the client key could not be delivered: instance 'kst-dark' has no CA chain: its "
        + "status is 'Disconnected'")
    #expect(await world.store.state.keys(of: World.accessPoint).count == 2)
  }
}
