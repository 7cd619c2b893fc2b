internal import Texts

/// An answer as it arrives, within bounds.
struct AnswerBuffer {
  private(set) var headers: [(name: String, value: String)] = []
  private(set) var body: [UInt8] = []
  private(set) var isTooLarge = false
  private let maximumBytes: Int
  private var headerBytes = 0

  /// The most bytes of all header lines together.
  private static let maximumHeaderBytes = 256 << 10

  init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  /// Takes one header line; false when the bound is reached.
  mutating func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    guard headerBytes <= Self.maximumHeaderBytes else {
      isTooLarge = true
      return false
    }
    let line = String(decoding: bytes, as: UTF8.self)
    // An interim answer (100 Continue) came before: only the last block counts.
    if line.begins(with: "HTTP/") { headers = [] }
    if let (name, value) = line.halves(at: ":") {
      headers.append((name.lowercased(), value.withoutEdges))
    }
    return true
  }

  /// Takes a piece of the body; false when the bound is reached.
  mutating func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= maximumBytes else {
      isTooLarge = true
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }
}
