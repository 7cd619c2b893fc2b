internal import CYAML

/// The libyaml this program runs with.
public enum YAMLLibrary {
  /// Its version.
  public static var version: String { String(cString: yaml_get_version_string()) }
}
