internal import Delivery
internal import Glibc
internal import KMSModel
internal import Testing

/// Real file systems that are full or read-only; mounting one takes root.
@Suite(.enabled(if: SmallDisk.isPossible, "mounting a small tmpfs is not permitted here"))
struct FullDiskTests {
  @Test func aPreflightNoticesThatThereIsNoRoom() async throws {
    let disk = try SmallDisk(options: "size=32k")
    let message = await failure(disk) { try await $0.preflight() }
    #expect(message?.hasSuffix(": No space left on device") == true)
    #expect(try disk.mountPoint.tree() == [])
  }

  @Test func aStageWithoutRoomLeavesNothingReadable() async throws {
    let disk = try SmallDisk(options: "size=4k")
    let sample = try SampleKey.first.get()
    let message = await failure(disk) { try await $0.stage(sample.key) }
    #expect(message?.hasSuffix(": No space left on device") == true)
    _ = await failure(disk) { try await $0.discard(shortID: "11111111") }
    #expect(try disk.mountPoint.tree("kms") == [])
  }

  @Test func aReadOnlyDiskIsNamed() async throws {
    let disk = try SmallDisk(options: "size=1m", isReadOnly: true)
    let path = disk.mountPoint.place("kms")
    #expect(
      await failure(disk) { try await $0.preflight() }
        == "cannot make '\(path)': Read-only file system")
  }

  @Test("F7: the step after a full or read-only disk follows from that")
  func theNextStepFollowsFromTheDisk() async throws {
    let full = try SmallDisk(options: "size=32k")
    let readOnly = try SmallDisk(options: "size=1m", isReadOnly: true)
    for (disk, step) in [
      (full, "make room on the file system of 'kms'"),
      (readOnly, "mount the file system of 'kms' so that it can be written to"),
    ] {
      let destination = Destinations(baseDirectory: disk.mountPoint.path, environment: [:])
        .destination(for: .directory(path: "kms", isEphemeralAccepted: false))
      do {
        try await destination.preflight()
        Issue.record("there was room")
      } catch {
        #expect(error.nextStep == step)
      }
    }
  }

  private func failure(
    _ disk: SmallDisk,
    _ call: (any ClientKeyDestination) async throws -> Void
  ) async -> String? {
    let destination = Destinations(baseDirectory: disk.mountPoint.path, environment: [:])
      .destination(for: .directory(path: "kms", isEphemeralAccepted: false))
    do {
      try await call(destination)
      return nil
    } catch {
      return (error as? DeliveryError)?.message
    }
  }
}

/// A tmpfs of a few pages.
final class SmallDisk {
  let mountPoint: TemporaryDirectory

  static let isPossible: Bool = (try? SmallDisk(options: "size=8k")) != nil

  init(options: String, isReadOnly: Bool = false) throws {
    mountPoint = try TemporaryDirectory()
    let flags = isReadOnly ? UInt(MS_RDONLY) : 0
    guard mount("tmpfs", mountPoint.path, "tmpfs", flags, options + ",mode=700") == 0 else {
      throw TemporaryDirectory.Failure()
    }
  }

  deinit { umount(mountPoint.path) }
}
