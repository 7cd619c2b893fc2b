internal import Foundation
internal import Glibc

/// The state file and its log of calls, held under a lock for as long as this object lives.
public final class StateStore: Sendable {
  private let path: String
  private let lock: StateLock
  private let callLog: FileHandle

  /// Takes the lock; fails at once when another sandbox has it.
  public init(path: String) throws(StateStoreError) {
    self.path = path
    let directory = URL(filePath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw StateStoreError("cannot create the directory '\(directory)'")
    }
    lock = try StateLock(path: path + ".lock", state: path)
    callLog = try Self.openLog(path + ".calls.jsonl")
  }

  deinit { try? callLog.close() }

  /// Notes in the lock file where this sandbox listens, for whoever finds it taken.
  public func note(endpoint: String) { lock.note(endpoint: endpoint) }

  func load() throws(StateStoreError) -> Inventory? {
    guard let data = FileManager.default.contents(atPath: path) else {
      // A state that is there and cannot be read must not be replaced by a fresh one.
      guard access(path, F_OK) != 0, errno == ENOENT else {
        throw StateStoreError("cannot read '\(path)'; make it readable, move it away or delete it")
      }
      return nil
    }
    guard let file = try? JSONDecoder().decode(StateFile.self, from: data) else {
      throw StateStoreError("'\(path)' is not a sandbox's state file; move it away or delete it")
    }
    guard file.format == StateFile.currentFormat else {
      throw StateStoreError(
        "'\(path)' has state format \(file.format), this sandbox reads \(StateFile.currentFormat)")
    }
    return file.inventory
  }

  /// Writes beside the file and renames, so that a reader finds the old state or the new one.
  func save(_ inventory: Inventory) throws(StateStoreError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let temporary = path + ".new"
    do {
      let data = try encoder.encode(StateFile(inventory: inventory))
      // Created empty and private first: it holds the sandbox's own access key.
      let isThere = FileManager.default.createFile(
        atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600])
      guard isThere else { throw StateStoreError("cannot create '\(temporary)'") }
      let handle = try FileHandle(forWritingTo: URL(filePath: temporary))
      try handle.write(contentsOf: data)
      try handle.close()
    } catch {
      throw StateStoreError("cannot write '\(temporary)'")
    }
    guard rename(temporary, path) == 0 else {
      throw StateStoreError("cannot replace '\(path)': \(String(cString: strerror(errno)))")
    }
  }

  /// A log line that cannot be written is dropped: the log is a convenience.
  func append(_ record: CallRecord) {
    try? callLog.write(contentsOf: Data((record.json.text + "\n").utf8))
  }

  private static func openLog(_ path: String) throws(StateStoreError) -> FileHandle {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StateStoreError("cannot open '\(path)': \(String(cString: strerror(errno)))")
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
  }
}

/// What stands in the state file.
private struct StateFile: Codable {
  static let currentFormat = 1

  var format = currentFormat
  var inventory: Inventory
}

/// Why a state file cannot be used.
public struct StateStoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String

  init(_ description: String) { self.description = description }
}
