internal import Texts

/// Hosts that are this machine: the only ones that plain HTTP may go to, and never through a proxy.
public enum LoopbackHost {
  /// Whether a host, without port and brackets, is `localhost`, in `127.0.0.0/8`, or `::1`.
  public static func contains(_ host: String) -> Bool {
    let host = host.lowercased()
    if host == "localhost" || host == "::1" { return true }
    let parts = host.parts(at: ".", keepsEmpty: true)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy(isByte)
  }

  private static func isByte(_ text: Substring) -> Bool {
    guard (1...3).contains(text.utf8.count), text.consists({ $0.isASCIIDigit }),
      let value = Int(text)
    else { return false }
    return value <= 255 && (text.utf8.count == 1 || text.unicodeScalars.first != "0")
  }
}
