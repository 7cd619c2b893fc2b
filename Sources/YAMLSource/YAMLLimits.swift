/// How much YAML is read before giving up.
public enum YAMLLimits {
  /// The largest file, in bytes.
  public static let maximumBytes = 1_048_576
  /// How deep lists and mappings may nest, aliases resolved.
  public static let maximumDepth = 32
  /// How many nodes aliases may repeat in one file; written nodes are bounded by the file's size.
  public static let maximumRepeatedNodes = 20_000
  /// How many bytes of text aliases may repeat in one file: a long text is no cheaper than a list.
  public static let maximumRepeatedBytes = 1_048_576
  /// How many '%TAG' directives a file may have.
  public static let maximumTagDirectives = 100
  /// How long one of them may be, in bytes.
  public static let maximumTagDirectiveBytes = 1_024
}
