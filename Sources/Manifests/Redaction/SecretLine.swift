/// One line of a file, looked at for what may be a secret; every byte is looked at a few times at most.
struct SecretLine {
  /// From where on a line is covered, and what that means for the lines below.
  struct Cover {
    /// The first byte that is covered; the line's length when nothing of this line is.
    var start: Int
    /// Whether deeper lines, and lines without a key, belong to it.
    var goesOn = false
    /// A quoted text or a list that does not end on this line.
    var tail: ValueTail?
    /// Whether it stands in a comment: the comments below belong to it then, and nothing else.
    var isComment = false
    /// Whether the lines up to an END are a key's.
    var isKeyBlock = false
  }

  private let bytes: [UInt8]
  /// A sentence of our own with something quoted in it: only what no sentence holds counts.
  private let isMessage: Bool
  private var word = 0..<0
  private var isFirstWord = true
  private var isItem = false
  /// Where the line's comment begins, behind its '#'.
  private var comment: Int?
  private var authority: Int?

  init(_ bytes: [UInt8], isMessage: Bool = false) {
    self.bytes = bytes
    self.isMessage = isMessage
  }

  /// What has to be covered, from the first suspicious place to the end of the line.
  mutating func cover() -> Cover? {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if Self.isWordPart(byte) {
        if let cover = keyBlock(at: index) { return cover }
        let end = bytes[index...].firstIndex { !Self.isWordPart($0) } ?? bytes.count
        if let at = bytes[index..<end].firstIndex(of: UInt8(ascii: "@")),
          let authority, authority <= at
        {
          return Cover(start: authority)
        }
        word = index..<end
        switch look(after: end) {
        case .nothing: index = end
        case .cover(let cover): return cover
        case .source(let end): index = end
        }
        continue
      }
      take(byte, at: index)
      index += 1
    }
    return nil
  }

  private enum Finding {
    case nothing
    case cover(Cover)
    /// A harmless source of a password, and where it ends.
    case source(Int)
  }

  private mutating func take(_ byte: UInt8, at index: Int) {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"): authority = nil
    case UInt8(ascii: "#") where index == 0 || Self.isBlank(bytes[index - 1]):
      comment = comment ?? index + 1
    case UInt8(ascii: ":") where bytes[index...].starts(with: "://".utf8):
      authority = authority ?? index + 3
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: "?"):
      isFirstWord = true
    default: break
    }
  }

  /// What a word means for what stands behind it.
  private mutating func look(after end: Int) -> Finding {
    let text = bytes[word]
    let isDash = text.elementsEqual("-".utf8)
    defer {
      if !isDash { isFirstWord = false }
      isItem = isDash
    }
    if isDash { return .nothing }
    var next = end
    while next < bytes.count, Self.isBlank(bytes[next]) || Self.isQuote(bytes[next]) { next += 1 }
    let follower = next < bytes.count ? bytes[next] : nil
    if follower == UInt8(ascii: ":") || follower == UInt8(ascii: "=") {
      guard SecretName.looksSecret(bytes: text) else { return .nothing }
      return value(from: next + 1)
    }
    if isMessage { return .nothing }
    if let comment, SecretName.looksSecret(bytes: text) {
      return .cover(Cover(start: comment, goesOn: true, isComment: true))
    }
    guard isFirstWord, !isItem, SecretName.isPassword(bytes: text) else { return .nothing }
    guard let follower else { return .cover(Cover(start: bytes.count, goesOn: true)) }
    // A key whose colon was forgotten.
    guard !",]}#".utf8.contains(follower), next > end else { return .nothing }
    return .cover(Cover(start: end, goesOn: true))
  }

  private func value(from start: Int) -> Finding {
    let text = bytes[start...].drop(while: Self.isBlank)
    if let comment, !isMessage {
      return .cover(Cover(start: comment, goesOn: true, isComment: true))
    }
    guard !text.isEmpty else { return .cover(Cover(start: bytes.count, goesOn: true)) }
    if bytes[word].elementsEqual("password".utf8),
      let end = PasswordSourceText.end(of: bytes, from: text.startIndex),
      end == bytes.count || ",]} '".utf8.contains(bytes[end])
    {
      // What is noted beside a source may be the password that it replaced.
      let rest = bytes[end...].drop(while: Self.isBlank)
      return rest.first == UInt8(ascii: "#") ? .cover(Cover(start: end)) : .source(end)
    }
    return .cover(Cover(start: start, goesOn: true, tail: ValueTail(text)))
  }

  private func keyBlock(at index: Int) -> Cover? {
    guard bytes[index] == UInt8(ascii: "-"), bytes[index...].starts(with: "-----BEGIN".utf8) else {
      return nil
    }
    return Cover(start: index, isKeyBlock: !Self.endsKeyBlock(bytes[index...]))
  }

  /// Whether the END of a key stands in a line.
  static func endsKeyBlock(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.indices.contains { bytes[$0...].starts(with: "-----END".utf8) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private static func isWordPart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21..., 0x00...0x08: !#""'{}[](),:=#?&*!|<>;`"#.utf8.contains(byte)
    default: false
    }
  }
}

/// What is open at the end of a value: a quote, or brackets.
struct ValueTail {
  private var quote: UInt8?
  private var brackets = 0
  private var mayQuote = true
  private var isEscaped = false

  /// Reads the value; nothing when it ends on its line.
  init?(_ value: ArraySlice<UInt8>) {
    guard let first = value.first, #""'{["#.utf8.contains(first) else { return nil }
    if read(value) { return nil }
  }

  /// Reads on; whether the value ended.
  mutating func read(_ bytes: ArraySlice<UInt8>) -> Bool {
    for byte in bytes {
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\"") {
          isEscaped = true
        } else if byte == open {
          quote = nil
        }
        if quote == nil, brackets == 0 { return true }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): if mayQuote { quote = byte }
      case UInt8(ascii: "{"), UInt8(ascii: "["): brackets += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        brackets -= 1
        if brackets <= 0 { return true }
      default: break
      }
      mayQuote = "{[,: ".utf8.contains(byte)
    }
    isEscaped = false
    return false
  }
}
