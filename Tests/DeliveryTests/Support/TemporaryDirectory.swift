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

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func place(_ name: String) -> String { "\(path)/\(name)" }

  func makeDirectory(_ name: String, mode: mode_t = 0o700) throws {
    try FileManager.default.createDirectory(
      atPath: place(name), withIntermediateDirectories: true)
    guard chmod(place(name), mode) == 0 else { throw Failure() }
  }

  func write(_ content: String, to name: String) throws {
    try Data(content.utf8).write(to: URL(fileURLWithPath: place(name)))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: place(name))), as: UTF8.self)
  }

  /// Every entry below, sorted, with its mode; links with their targets.
  func tree(_ name: String = ".") throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: place(name))
    return names.sorted().map { entry in
      var status = stat()
      lstat("\(place(name))/\(entry)", &status)
      if status.st_mode & S_IFMT == S_IFLNK {
        let target = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "\(place(name))/\(entry)")
        return "\(entry) -> \(target ?? "")"
      }
      return "\(entry) \(String(status.st_mode & 0o7777, radix: 8))"
    }
  }
}
