internal import Files
internal import Foundation

/// The state file and its log of calls, held under a lock for as long as this object lives.
///
/// A repository may bring the directory along: no link in it is followed, and only regular files of
/// the caller's own, and of a bounded size, are read or written.
public final class StateStore: Sendable {
  /// The most bytes of a state: some hundred times that of a full account.
  static let maximumStateBytes = 64 << 20
  /// The most bytes of the log of calls; then it begins anew.
  static let maximumLogBytes = 16 << 20

  private let path: String
  private let name: String
  private let directory: OwnDirectory
  private let lock: StateLock
  private let callLog: OwnFile

  /// Takes the lock; fails at once when another sandbox has it.
  public init(path: String) throws(StateStoreError) {
    let file = URL(filePath: path)
    (self.path, name) = (path, file.lastPathComponent)
    let lockFile: OwnFile
    do throws(FileFault) {
      directory = try OwnDirectory.make(file.deletingLastPathComponent().path)
      lockFile = try directory.file(name + ".lock", for: .updating)
      callLog = try directory.file(name + ".calls.jsonl", for: .appending)
    } catch {
      throw StateStoreError(error)
    }
    lock = try StateLock(lockFile, state: path)
  }

  /// Notes in the lock file where this sandbox listens, for whoever finds it taken.
  public func note(endpoint: String) { lock.note(endpoint: endpoint) }

  func load() throws(StateStoreError) -> Inventory? {
    let bytes: [UInt8]
    do throws(FileFault) {
      // A state that is there and cannot be read must not be replaced by a fresh one.
      guard let file = try directory.file(name) else { return nil }
      bytes = try file.read(atMost: Self.maximumStateBytes)
    } catch {
      throw StateStoreError(error)
    }
    guard let file = try? JSONDecoder().decode(StateFile.self, from: Data(bytes)) else {
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
    guard let data = try? encoder.encode(StateFile(inventory: inventory)) else {
      throw StateStoreError("cannot write '\(path)'")
    }
    guard data.count <= Self.maximumStateBytes else {
      throw StateStoreError(
        "'\(path)' would have \(data.count) bytes, at most \(Self.maximumStateBytes) are read again"
      )
    }
    do throws(FileFault) {
      // Private from the first byte: it holds the sandbox's own access key.
      try directory.replace(name, by: name + ".new", with: Array(data))
    } catch {
      throw StateStoreError(error)
    }
  }

  /// A log line that cannot be written is dropped: the log is a convenience.
  func append(_ record: CallRecord) {
    let line = Array((record.json.text + "\n").utf8)
    if let size = try? callLog.size, size + line.count > Self.maximumLogBytes {
      try? callLog.clear()
    }
    try? callLog.write(line)
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

  init(_ fault: FileFault) {
    switch fault.reason {
    case .system: self.init("\(fault); make it usable, move it away or delete it")
    case .otherKind, .foreign, .hardLinked, .tooLarge:
      self.init("\(fault); move it away or delete it")
    }
  }
}
