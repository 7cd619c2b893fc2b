internal import Glibc
internal import Rendering

extension Output {
  /// The stream behind a file descriptor.
  static func descriptor(_ descriptor: Int32) -> Output {
    Output(
      isTerminal: isatty(descriptor) == 1, width: { columns(descriptor) },
      write: { writeAll($0, to: descriptor) })
  }

  private static func columns(_ descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return Style.plain.width
    }
    return Int(size.ws_col)
  }

  /// Writes everything; a reader that went away ends the output, not the run.
  private static func writeAll(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return
      }
    }
  }
}
