internal import Foundation
internal import Glibc

/// An advisory lock on a file that says who holds it.
///
/// The file stays when the lock goes: deleting it could take it from under the next holder.
final class StateLock: Sendable {
  private let descriptor: Int32

  init(path: String, state: String) throws(StateStoreError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StateStoreError("cannot open '\(path)': \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = String(
        decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self
      ).trimmingCharacters(in: .whitespacesAndNewlines)
      close(descriptor)
      throw StateStoreError(
        "'\(state)' is in use by \(holder.isEmpty ? "another sandbox" : holder)")
    }
    self.descriptor = descriptor
    write("process \(getpid())")
  }

  deinit { close(descriptor) }

  func note(endpoint: String) { write("process \(getpid()) at \(endpoint)") }

  private func write(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    ftruncate(descriptor, 0)
    pwrite(descriptor, bytes, bytes.count, 0)
  }
}
