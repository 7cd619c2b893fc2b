internal import FoundationEssentials
internal import Glibc

/// A directory that goes with its owner.
final class TemporaryDirectory {
  let path: String

  struct Failure: Error {}

  init() throws {
    var template = Array("/tmp/kmsctl-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure() }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ content: String, to name: String, mode: mode_t) throws {
    let file = "\(path)/\(name)"
    unlink(file)
    let number = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard number >= 0 else { throw Failure() }
    defer { close(number) }
    let bytes = Array(content.utf8)
    guard Glibc.write(number, bytes, bytes.count) == bytes.count, fchmod(number, mode) == 0 else {
      throw Failure()
    }
  }
}
