internal import Dispatch
internal import Glibc

/// The moments at which the sandbox has to end.
public enum Shutdown {
  /// Comes back at the first SIGTERM or SIGINT.
  public static func signalled() async {
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
    let sources = [SIGTERM, SIGINT].map { number in
      // The default action would end the process before anybody is told.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { continuation.yield() }
      source.activate()
      return source
    }
    for await _ in signals { break }
    for source in sources { source.cancel() }
  }

  /// Comes back when standard input ends: the process that started the sandbox is gone.
  public static func inputEnded() async {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "standard input").async {
        var buffer = [UInt8](repeating: 0, count: 512)
        while true {
          let count = read(STDIN_FILENO, &buffer, buffer.count)
          guard count > 0 || (count < 0 && errno == EINTR) else { break }
        }
        continuation.resume()
      }
    }
  }
}
