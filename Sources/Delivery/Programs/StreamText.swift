internal import Glibc
internal import Secrets

/// What a program writes to one stream, up to a limit, in one buffer that is wiped at the end.
final class StreamText {
  /// Which part of a long text is kept.
  enum Part {
    case start(Int)
    case end(Int)
  }

  private let reading: FileDescriptor
  private let limit: Int
  private let isEndKept: Bool
  private let buffer: UnsafeMutableRawBufferPointer
  private var count = 0

  private static let chunk = 64 << 10
  /// One turn takes no more than this, so that a program that writes without end still meets its
  /// time limit.
  private static let chunksPerTurn = 64

  init(_ reading: FileDescriptor, keeping part: Part) throws(SystemError) {
    switch part {
    case .start(let limit): (self.limit, isEndKept) = (limit, false)
    case .end(let limit): (self.limit, isEndKept) = (limit, true)
    }
    self.reading = reading
    buffer = .allocate(byteCount: limit + Self.chunk, alignment: 1)
    guard fcntl(reading.number, F_SETFL, O_NONBLOCK) == 0 else {
      throw SystemError("prepare", "a pipe")
    }
  }

  deinit {
    if let base = buffer.baseAddress { explicit_bzero(base, buffer.count) }
    buffer.deallocate()
  }

  /// Takes in what is there; never waits.
  func drain() {
    guard let base = buffer.baseAddress else { return }
    for _ in 0..<Self.chunksPerTurn {
      let got = read(reading.number, base + count, Self.chunk)
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { return }
      let filled = count + got
      if isEndKept, filled > limit { memmove(base, base + (filled - limit), limit) }
      count = min(filled, limit)
    }
  }

  var content: Secret { Secret(copying: UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
}
