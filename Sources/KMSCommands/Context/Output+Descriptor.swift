internal import Glibc
internal import Rendering

extension Output {
  /// The stream behind a file descriptor.
  static func descriptor(_ descriptor: Int32) -> Output {
    let fault = WriteFault()
    return Output(
      isTerminal: isatty(descriptor) == 1, width: { columns(descriptor) },
      fault: { fault.reason },
      write: { text in
        if let reason = writeAll(text, to: descriptor) { fault.note(reason) }
      })
  }

  private static func columns(_ descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return Style.plain.width
    }
    return Int(size.ws_col)
  }

  /// Writes everything, or says why not; a reader that went away ends the output, not the run.
  private static func writeAll(_ text: String, to descriptor: Int32) -> String? {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Somebody made the stream non-blocking for us; wait until it takes more.
        var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&room, 1, -1)
      case EPIPE: return nil
      default: return String(cString: strerror(errno))
      }
    }
    return nil
  }
}
