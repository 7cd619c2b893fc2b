internal import CCurl

/// The libcurl this program runs with.
public enum CurlLibrary {
  /// Its version and what it was built with; does not initialise the library.
  public static var version: String { String(cString: curl_version()) }
}
