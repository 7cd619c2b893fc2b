public import Diagnostics

/// The kinds of problem found before a document's content is looked at.
public enum YAMLCheck: String, Sendable, CaseIterable {
  /// The text is not YAML.
  case syntax = "yaml-syntax"
  /// The bytes are not UTF-8.
  case encoding = "yaml-encoding"
  /// A character that YAML does not allow.
  case controlCharacter = "yaml-control-character"
  /// A tag that is not one of YAML's own.
  case tag = "yaml-tag"
  /// An alias without an anchor, or one that contains itself.
  case alias = "yaml-alias"
  /// A merge key whose value cannot be merged.
  case merge = "yaml-merge"
  /// A key that is no text.
  case key = "yaml-key"
  /// The file is too large, too deep or expands too far.
  case limit = "yaml-limit"

  /// The code under which diagnostics carry it.
  public var code: Diagnostic.Code { Diagnostic.Code(rawValue: rawValue) }
}
