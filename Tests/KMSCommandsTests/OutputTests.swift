import Glibc
import Testing

@testable import KMSCommands

@Suite struct OutputTests {
  @Test(arguments: [["version"], ["validate"], ["schema", "plan"], ["schema"], ["--help"]])
  func aFullDiskIsNoSuccess(arguments: [String]) async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    #expect(await harness.run(arguments, out: .descriptor(descriptor)) == 1)
    #expect(
      harness.err == """
        error: cannot write the result to stdout: No space left on device
          next step: see that there is room where stdout goes, then run again

        """)
  }

  @Test func aReaderThatWentAwayIsNoFailure() async throws {
    signal(SIGPIPE, SIG_IGN)
    let harness = try CommandHarness()
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    #expect(await harness.run(["schema", "plan"], out: .descriptor(ends[1])) == 0)
    #expect(harness.err.isEmpty)
  }
}
