/// How much YAML is read before giving up.
public enum YAMLLimits {
  /// The largest file, in bytes.
  public static let maximumBytes = 1_048_576
  /// How deep lists and mappings may nest, aliases resolved.
  public static let maximumDepth = 32
  /// How many nodes aliases may repeat in one file; written nodes are bounded by the file's size.
  public static let maximumRepeatedNodes = 20_000
}
