internal import Files
internal import HTTPTransport

/// A file of certificate authorities in PEM, read once.
struct CertificateAuthorities: Sendable {
  let path: String
  private let content: Result<[UInt8], FileFault>

  /// The most bytes: some ten times what a system trusts.
  static let maximumBytes = 4 << 20

  init(path: String) {
    self.path = path
    content = Result { () throws(FileFault) in
      try BoundedFile.read(path, atMost: Self.maximumBytes)
    }
  }

  /// The bytes, or why there are none.
  func pem() throws(TransportError) -> [UInt8] {
    do throws(FileFault) {
      return try content.get()
    } catch {
      throw TransportError(
        .unusableCAFile, "the file of certificate authorities \(error)", mayHaveBeenSent: false)
    }
  }
}
