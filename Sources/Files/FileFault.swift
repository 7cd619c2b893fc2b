internal import Glibc

/// Why a file or directory is not used: what was found where something else was expected.
package struct FileFault: Error, Sendable, Hashable {
  /// What was found.
  package enum Reason: Sendable, Hashable {
    /// What the operating system said.
    case system(Int32)
    /// Something of another kind: a link, a pipe, a device, a directory, a file.
    case otherKind(found: String, expected: String)
    /// Another user's.
    case foreign(owner: UInt32, expected: UInt32)
    /// A file with further names, which nobody can see from here.
    case hardLinked(names: Int)
    /// More than is read.
    case tooLarge(bytes: Int, limit: Int)
  }

  /// What could not be used.
  package let path: String
  /// What was found.
  package let reason: Reason

  package init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// The fault that `errno` stands for.
  init(errnoAt path: String) { self.init(path, .system(errno)) }

  /// Whether there is surely nothing.
  package var isMissing: Bool {
    switch reason {
    case .system(let number): number == ENOENT || number == ENOTDIR
    case .otherKind, .foreign, .hardLinked, .tooLarge: false
    }
  }

  /// What was found and what was expected; reads on after the path.
  package var message: String {
    switch reason {
    case .system(let number): "cannot be used: \(String(cString: strerror(number)).lowercased())"
    case .otherKind(let found, let expected): "is \(found), expected \(expected)"
    case .foreign(let owner, let expected): "belongs to user \(owner), expected user \(expected)"
    case .hardLinked(let names): "has \(names) names (hard links), expected one"
    case .tooLarge(let bytes, let limit): "has \(bytes) bytes, expected at most \(limit)"
    }
  }
}

extension FileFault: CustomStringConvertible {
  /// The path between quotes, and what was found there.
  package var description: String { "'\(path)' \(message)" }
}
