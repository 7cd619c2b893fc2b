internal import COpenSSL

extension PKCS12Error {
  /// An error with libcrypto's own reason behind ours; empties its error queue.
  static func library(_ code: Code, _ summary: String) -> PKCS12Error {
    let error = ERR_peek_last_error()
    ERR_clear_error()
    guard error != 0, let reason = ERR_reason_error_string(error) else {
      return PKCS12Error(code, summary)
    }
    return PKCS12Error(code, "\(summary): \(String(cString: reason))")
  }
}
