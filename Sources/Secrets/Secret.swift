internal import Glibc

/// A text that must never be printed, encoded or logged by accident.
///
/// The bytes live in a buffer of its own that is overwritten when the last reference goes. Every
/// description is `•••`; the text leaves only through `withUnsafeText` or `withUnsafeBytes`.
public final class Secret: Sendable {
  // Written once in `init` and cleared once in `deinit`: no two threads can ever meet here.
  private nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer

  /// Copies the bytes of a text.
  public convenience init(_ text: String) {
    self.init(bytes: Array(text.utf8))
  }

  /// Copies bytes.
  public init(bytes: [UInt8]) {
    storage = .allocate(byteCount: bytes.count, alignment: 1)
    storage.copyBytes(from: bytes)
  }

  deinit {
    // Unlike a plain store to a dying buffer, the compiler may not drop this one.
    if let base = storage.baseAddress { explicit_bzero(base, storage.count) }
    storage.deallocate()
  }

  /// The number of bytes.
  public var byteCount: Int { storage.count }

  /// Hands out the text for the length of one call; the copy made for it is the caller's to drop.
  public func withUnsafeText<Result>(_ body: (String) throws -> Result) rethrows -> Result {
    try body(String(decoding: storage, as: UTF8.self))
  }

  /// Hands out the bytes themselves for the length of one call.
  public func withUnsafeBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try body(UnsafeRawBufferPointer(storage))
  }
}

extension Secret: Equatable {
  /// Compares the bytes without leaving early.
  public static func == (left: Secret, right: Secret) -> Bool {
    guard left.byteCount == right.byteCount else { return false }
    return zip(left.storage, right.storage).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Always `•••`.
  public var description: String { "•••" }
  /// Always `•••`.
  public var debugDescription: String { "•••" }
  /// Nothing to look at.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
