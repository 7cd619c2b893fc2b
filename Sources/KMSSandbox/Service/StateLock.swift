internal import Files
internal import Glibc

/// An advisory lock on a file that says who holds it.
///
/// The file stays when the lock goes: deleting it could take it from under the next holder.
final class StateLock: Sendable {
  private static let longestNote = 256

  private let file: OwnFile

  init(_ file: OwnFile, state: String) throws(StateStoreError) {
    guard file.lock() else {
      let note = (try? file.read(atMost: Self.longestNote)) ?? []
      let holder = String(decoding: note.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      throw StateStoreError(
        "'\(state)' is in use by \(holder.isEmpty ? "another sandbox" : holder)")
    }
    self.file = file
    write("process \(getpid())")
  }

  func note(endpoint: String) { write("process \(getpid()) at \(endpoint)") }

  /// The lock holds without its note: only whoever finds it taken misses something.
  private func write(_ text: String) {
    try? file.clear()
    try? file.write(Array((text + "\n").utf8))
  }
}
