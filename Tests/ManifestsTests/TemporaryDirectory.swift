import FoundationEssentials
import Glibc

/// A directory of its own for one test, gone with the value.
final class TemporaryDirectory {
  let path: String

  init() throws {
    let name = "kmsctl-manifests-\(UInt64.random(in: .min ... .max))"
    let made = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: false)
    guard let real = realpath(made.path, nil) else { throw Failure(code: errno) }
    defer { free(real) }
    path = String(cString: real)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  struct Failure: Error {
    var code: Int32
  }

  /// The absolute path of something inside.
  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, with the directories above it.
  func write(_ name: String, _ text: String) throws {
    try makeDirectory(name.split(separator: "/").dropLast().joined(separator: "/"))
    try Data(text.utf8).write(to: URL(filePath: self(name)))
  }

  /// Makes a directory and those above it.
  func makeDirectory(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: self(name), withIntermediateDirectories: true)
  }

  /// Makes a symbolic link.
  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: self(name), withDestinationPath: target)
  }

  /// Makes a named pipe.
  func makePipe(_ name: String) throws {
    guard mkfifo(self(name), 0o600) == 0 else { throw Failure(code: errno) }
  }
}
