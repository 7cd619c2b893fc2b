internal import Diagnostics

/// Takes possible secrets out of source lines before anyone can print them.
struct Redaction {
  static let mask = "•••"

  /// Whether the name of a key says that its value may be a secret.
  static func looksSecret(_ name: some StringProtocol) -> Bool { SecretName.looksSecret(name) }

  /// The lines of one file, with everything covered that may be a secret.
  private(set) var source: SourceText
  /// The column from which each covered line is covered, from 1.
  private var columns: [Int: Int] = [:]

  /// Covers the stretches that are known to be secrets, and whatever looks like one.
  init(_ source: SourceText, hiding texts: [HiddenText]) {
    self.source = source
    hide(texts)
    hidePasswords()
  }

  /// Whether a place is covered.
  func covers(_ place: SourceLocation) -> Bool {
    columns[place.line].map { $0 <= place.column } ?? false
  }

  /// Masks each hidden stretch, from its first column to the end of its last line.
  private mutating func hide(_ texts: [HiddenText]) {
    var firstColumns: [Int: Int] = [:]
    var wholeLines: [(first: Int, last: Int)] = []
    for text in texts {
      firstColumns[text.start.line] = min(
        firstColumns[text.start.line] ?? .max, text.start.column)
      if text.lastLine > text.start.line {
        wholeLines.append((text.start.line + 1, text.lastLine))
      }
    }
    for (line, column) in firstColumns where source.lines.indices.contains(line - 1) {
      let kept = source.lines[line - 1].keeping(scalars: column - 1)
      cover(line, from: column, with: kept + Self.mask)
    }
    var next = 1
    for lines in wholeLines.sorted(by: { $0.first < $1.first }) {
      for line in max(next, lines.first)..<max(next, lines.first, lines.last + 1) {
        cover(line, from: 1, with: Self.mask)
      }
      next = max(next, lines.last + 1)
    }
  }

  /// Masks what looks like a password, whatever else stands in its line.
  ///
  /// The value after any key that names a secret goes, and so do the lines below that belong to it,
  /// unless they say in an exact form where a password comes from.
  private mutating func hidePasswords() {
    var depthOfKey: Int?
    var isComment = false
    var tail: ValueTail?
    var isKeyBlock = false
    for number in source.lines.indices.map({ $0 + 1 }) {
      let bytes = Array(source.lines[number - 1].utf8)
      if isKeyBlock {
        isKeyBlock = !SecretLine.endsKeyBlock(bytes[...])
        cover(number, from: 1, with: Self.mask)
        continue
      }
      if var open = tail {
        tail = open.read(bytes[...]) ? nil : open
        cover(number, from: 1, with: Self.mask)
        continue
      }
      let depth = bytes.prefix { $0 == UInt8(ascii: " ") }.count
      if isComment, depth < bytes.count, bytes[depth] == UInt8(ascii: "#") {
        cover(number, from: 1, with: Self.mask)
        continue
      }
      isComment = false
      if let limit = depthOfKey, Self.belongs(bytes, depth, toKeyAt: limit) {
        if !PasswordSourceText.isLine(bytes) { cover(number, from: 1, with: Self.mask) }
        continue
      }
      depthOfKey = nil
      var line = SecretLine(bytes)
      guard let found = line.cover() else { continue }
      isComment = found.isComment
      depthOfKey = found.goesOn && !found.isComment ? depth : nil
      tail = found.tail
      isKeyBlock = found.isKeyBlock
      guard found.start < bytes.count else { continue }
      let kept = String(decoding: bytes[..<found.start], as: UTF8.self)
      let blank = kept.utf8.last.map { ":= ".utf8.contains($0) && $0 != 0x20 } ?? false
      cover(
        number, from: kept.unicodeScalars.count + 1, with: kept + (blank ? " " : "") + Self.mask)
    }
  }

  /// Whether a line may be the rest of a value: it is deeper, has no key, or is an item or the other
  /// half of a key.
  private static func belongs(_ bytes: [UInt8], _ depth: Int, toKeyAt limit: Int) -> Bool {
    guard depth <= limit, bytes.contains(UInt8(ascii: ":")) else { return true }
    return depth == limit && "-:".utf8.contains(bytes[depth])
  }

  private mutating func cover(_ line: Int, from column: Int, with text: String) {
    guard source.lines.indices.contains(line - 1) else { return }
    source.lines[line - 1] = text
    columns[line] = min(columns[line] ?? .max, column)
  }
}

extension String {
  fileprivate func keeping(scalars count: Int) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: unicodeScalars.prefix(count))
    return String(scalars)
  }
}
