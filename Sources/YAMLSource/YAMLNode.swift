public import Diagnostics

/// One value of a YAML document with its place; aliases and merge keys are resolved already.
public struct YAMLNode: Sendable, Hashable {
  /// What the node holds.
  public enum Content: Sendable, Hashable {
    /// A text; `isPlain` when it was written without quotes and is no block.
    case scalar(String, isPlain: Bool)
    /// A list.
    case sequence([YAMLNode])
    /// Keys and values in the order written, then what merge keys bring, the strongest first; a key
    /// may stand twice, and what is overridden still stands there.
    case mapping([YAMLPair])
    /// Something already reported, which later checks pass over in silence.
    case unusable
  }

  /// What the node holds.
  public var content: Content
  /// Where it starts; for a block scalar that is its `|` or `>`.
  public var location: SourceLocation
  /// The last line it reaches.
  public var lastLine: Int

  /// Creates a node.
  public init(_ content: Content, at location: SourceLocation, lastLine: Int) {
    self.content = content
    self.location = location
    self.lastLine = lastLine
  }

  /// Whether nothing was written: `key:` with no value, or `~` or `null` without quotes.
  public var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }
}

/// A key with its value.
public struct YAMLPair: Sendable, Hashable {
  /// The key.
  public var key: YAMLNode
  /// The value.
  public var value: YAMLNode
  /// Which mapping it stands in: 0 for the one it is read from, from 1 on for those that merge keys
  /// bring, the strongest first.
  public var source = 0

  /// Creates a pair.
  public init(key: YAMLNode, value: YAMLNode) {
    self.key = key
    self.value = value
  }

  /// The key's text, unless it is no scalar.
  public var name: String? {
    guard case .scalar(let text, _) = key.content else { return nil }
    return text
  }
}
