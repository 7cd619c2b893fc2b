internal import Logging
internal import Rendering

/// Writes log entries as lines: level, message, metadata sorted by key.
struct LineLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  /// Everything there is: a test searches it for secrets.
  var logLevel = Logger.Level.trace
  private let write: @Sendable (String) -> Void

  init(write: @escaping @Sendable (String) -> Void) { self.write = write }

  /// A logger that writes lines, or one that says nothing.
  static func logger(_ write: (@Sendable (String) -> Void)?) -> Logger {
    Logger(label: "kmsctl") { _ in
      guard let write else { return SwiftLogNoOpLogHandler() }
      return LineLogHandler(write: write)
    }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let words = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let line = ([event.level.rawValue, "\(event.message)"] + words).joined(separator: " ")
    write(Printable.escaped(line))
  }
}
