/// Hosts that are this machine: the only ones that plain HTTP may go to, and never through a proxy.
public enum LoopbackHost {
  /// Whether a host, without port and brackets, is `localhost`, in `127.0.0.0/8`, or `::1`.
  public static func contains(_ host: String) -> Bool {
    let host = host.lowercased()
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy(isByte)
  }

  private static func isByte(_ text: Substring) -> Bool {
    guard (1...3).contains(text.count), text.allSatisfy({ ("0"..."9").contains($0) }),
      let value = Int(text)
    else { return false }
    return value <= 255 && (text.count == 1 || text.first != "0")
  }
}
