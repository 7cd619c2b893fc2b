internal import COpenSSL

/// Certificate authorities for a server that plays an instance's endpoint.
public enum CertificateChain {
  /// Makes an intermediate authority under a new root and gives both in PEM, the root last.
  ///
  /// Their private keys are dropped at once: nothing will ever be signed with them again.
  public static func make(
    commonName: String, notBefore: Int64, notAfter: Int64
  ) throws(PKCS12Error) -> String {
    try LibraryContext.with { context throws(PKCS12Error) in
      let rootKey = try PrivateKey(p256In: context)
      let root = try Certificate(
        commonName: "\(commonName) Root", notBefore: notBefore, notAfter: notAfter, key: rootKey,
        in: context)
      try root.markAsAuthority(issuer: root)
      try root.sign(with: rootKey)
      let key = try PrivateKey(p256In: context)
      let authority = try Certificate(
        commonName: commonName, notBefore: notBefore, notAfter: notAfter, key: key, issuer: root,
        in: context)
      try authority.markAsAuthority(issuer: root)
      try authority.add(NID_authority_key_identifier, "keyid", issuer: root)
      try authority.sign(with: rootKey)
      return try authority.pem() + root.pem()
    }
  }
}

extension Certificate {
  fileprivate func markAsAuthority(issuer: Certificate) throws(PKCS12Error) {
    try add(NID_basic_constraints, "critical,CA:TRUE", issuer: issuer)
    try add(NID_key_usage, "critical,keyCertSign,cRLSign", issuer: issuer)
    try add(NID_subject_key_identifier, "hash", issuer: issuer)
  }
}
