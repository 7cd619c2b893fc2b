internal import Glibc
internal import Secrets

/// The three standard streams of a program.
///
/// The input is complete in its pipe before the program starts. Nobody has to write while it runs,
/// so a program that stops reading early is no trouble, and no other copy of the input exists.
final class ProgramStreams {
  /// The program's ends.
  var input: Int32 { inputEnd.number }
  var output: Int32 { outputEnd.number }
  var error: Int32 { errorEnd.number }

  private let inputEnd: FileDescriptor
  private let outputEnd: FileDescriptor
  private let errorEnd: FileDescriptor
  private let outputText: StreamText
  private let errorText: StreamText

  init(_ content: Secret?) throws(SystemError) {
    inputEnd = try Self.filledPipe(content)
    let output = try Self.pipe()
    outputEnd = output.writing
    outputText = try StreamText(output.reading, keeping: .start(AllowedPrograms.outputLimit))
    let error = try Self.pipe()
    errorEnd = error.writing
    errorText = try StreamText(error.reading, keeping: .end(AllowedPrograms.errorLimit))
  }

  /// Takes in what is there; never waits.
  func drain() {
    outputText.drain()
    errorText.drain()
  }

  func outcome(_ end: ProgramOutcome.End) -> ProgramOutcome {
    ProgramOutcome(end: end, output: outputText.content, errorText: errorText.content)
  }

  /// Linux' numbers of two `fcntl` commands that Glibc's module does not have.
  private static let setPipeSize: Int32 = 1031
  private static let getPipeSize: Int32 = 1032

  private static func pipe() throws(SystemError) -> (
    reading: FileDescriptor, writing: FileDescriptor
  ) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw SystemError("make", "a pipe") }
    // swift-subprocess closes every other descriptor in each child, so no moment without this counts.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (FileDescriptor(ends[0]), FileDescriptor(ends[1]))
  }

  /// The reading end of a pipe that holds all of the content and then its end.
  private static func filledPipe(_ content: Secret?) throws(SystemError) -> FileDescriptor {
    let pipe = try pipe()
    guard let content else { return pipe.reading }
    let room = fcntl(pipe.writing.number, getPipeSize)
    if room < content.byteCount {
      guard fcntl(pipe.writing.number, setPipeSize, Int32(clamping: content.byteCount)) >= 0
      else { throw SystemError("make room in", "a pipe") }
    }
    guard fcntl(pipe.writing.number, F_SETFL, O_NONBLOCK) == 0 else {
      throw SystemError("prepare", "a pipe")
    }
    try pipe.writing.write(content, "a pipe")
    return pipe.reading
  }
}
