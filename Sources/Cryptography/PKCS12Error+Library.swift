internal import COpenSSL

extension PKCS12Error {
  /// An error with libcrypto's own reason behind ours; empties its error queue.
  ///
  /// Whatever we took it for: a cipher that is not there, or memory, says nothing about what was
  /// read.
  static func library(_ code: Code, _ summary: String) -> PKCS12Error {
    var reasons: [UInt] = []
    while case let error = ERR_get_error(), error != 0 { reasons.append(error) }
    let inability = reasons.last { kmsctl_is_inability($0) != 0 }
    let code = inability == nil ? code : .failed
    guard let error = inability ?? reasons.last, let reason = ERR_reason_error_string(error) else {
      return PKCS12Error(code, summary)
    }
    return PKCS12Error(code, "\(summary): \(String(cString: reason))")
  }
}
