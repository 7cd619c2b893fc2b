internal import Glibc
internal import Secrets
internal import Texts

/// The machine this runs on, as far as it can be told from others.
enum Machine {
  /// The machine's id and its host name: either alone may be shared by machines of one image.
  static var identity: String { "\(id) \(hostName)" }

  private static var id: String {
    let number = open("/etc/machine-id", O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return "" }
    let content = try? FileDescriptor(number).read(atMost: 64, "/etc/machine-id")
    return content?.withUnsafeText { $0.withoutEdges } ?? ""
  }

  private static var hostName: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "" }
    return withUnsafeBytes(of: &names.nodename) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
