import Cryptography
import Foundation
import Secrets
import Testing

@Suite struct PKCS12Tests {
  private static let password = Secret("Pa55-wörd~!@#")
  // 2026-11-23T10:00:00Z and a year of 365 days later.
  private static let notBefore: Int64 = 1_795_428_000
  private static let notAfter: Int64 = 1_826_964_000

  private static func issue(
    _ ciphers: PKCS12.Ciphers, password: Secret = password
  ) throws -> (certificatePEM: String, containerBase64: Secret) {
    try PKCS12.issue(
      commonName: "KAAP.0b9c", notBefore: notBefore, notAfter: notAfter, password: password,
      ciphers: ciphers)
  }

  @Test(arguments: PKCS12.Ciphers.allCases)
  func whatIsIssuedOpensWithItsPassword(ciphers: PKCS12.Ciphers) throws {
    let issued = try Self.issue(ciphers)
    let contents = try PKCS12.open(issued.containerBase64, password: Self.password)
    #expect(contents.certificatePEM == issued.certificatePEM)
    #expect(contents.hasPrivateKey && contents.privateKeyCount == 1)
  }

  @Test(arguments: PKCS12.Ciphers.allCases)
  func opensslFindsTheSameCertificateAndAKey(ciphers: PKCS12.Ciphers) throws {
    let issued = try Self.issue(ciphers, password: Secret("plain-Passw0rd"))
    let container = try #require(Base64.decode(issued.containerBase64))
    let read = try container.withUnsafeBytes { bytes in
      try OpenSSLTool.withFile(Array(bytes)) { file in
        try OpenSSLTool.run(
          ["pkcs12", "-in", file, "-passin", "pass:plain-Passw0rd", "-noenc"]
            + (ciphers == .legacy ? ["-legacy"] : []))
      }
    }
    #expect(read.status == 0)
    #expect(OpenSSLTool.block("CERTIFICATE", in: read.output) == issued.certificatePEM)
    #expect(OpenSSLTool.block("PRIVATE KEY", in: read.output) != nil)
  }

  @Test func opensslNeedsItsLegacySwitchForTheOldCiphersOnly() throws {
    let status = try PKCS12.Ciphers.allCases.map { ciphers in
      let issued = try Self.issue(ciphers, password: Secret("plain-Passw0rd"))
      let container = try #require(Base64.decode(issued.containerBase64))
      return try container.withUnsafeBytes { bytes in
        try OpenSSLTool.withFile(Array(bytes)) { file in
          try OpenSSLTool.run(
            ["pkcs12", "-in", file, "-passin", "pass:plain-Passw0rd", "-noenc"]
          ).status == 0
        }
      }
    }
    #expect(status == [true, false])
  }

  @Test(arguments: PKCS12.Ciphers.allCases)
  func aContainerOfOpensslOpens(ciphers: PKCS12.Ciphers) throws {
    let made = try OpenSSLTool.run([
      "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-keyout", "-", "-subj", "/CN=other",
    ])
    let container = try OpenSSLTool.withFile(Array(made.output.utf8)) { pem in
      try OpenSSLTool.withFile([]) { file in
        let status = try OpenSSLTool.run(
          ["pkcs12", "-export", "-in", pem, "-out", file, "-passout", "pass:theirs"]
            + (ciphers == .legacy ? ["-legacy"] : [])
        ).status
        #expect(status == 0)
        return Base64.encode(Array(try Data(contentsOf: URL(filePath: file))))
      }
    }
    let contents = try PKCS12.open(Secret(container), password: Secret("theirs"))
    #expect(contents.certificatePEM == OpenSSLTool.block("CERTIFICATE", in: made.output))
    #expect(contents.hasPrivateKey && contents.privateKeyCount == 1)
  }

  @Test func aContainerWithoutAKeySaysSo() throws {
    let issued = try Self.issue(.modern)
    let container = try OpenSSLTool.withFile(Array(issued.certificatePEM.utf8)) { pem in
      try OpenSSLTool.withFile([]) { file in
        _ = try OpenSSLTool.run([
          "pkcs12", "-export", "-nokeys", "-in", pem, "-out", file, "-passout", "pass:theirs",
        ])
        return Base64.encode(Array(try Data(contentsOf: URL(filePath: file))))
      }
    }
    let contents = try PKCS12.open(Secret(container), password: Secret("theirs"))
    #expect(contents.certificatePEM == issued.certificatePEM)
    #expect(!contents.hasPrivateKey && contents.privateKeyCount == 0)
  }

  @Test(arguments: PKCS12.Ciphers.allCases)
  func aWrongPasswordIsToldApart(ciphers: PKCS12.Ciphers) throws {
    let issued = try Self.issue(ciphers)
    #expect(
      throws: PKCS12Error(.wrongPassword, "the password does not open the container")
    ) { try PKCS12.open(issued.containerBase64, password: Secret("Pa55-word~!@#")) }
  }

  @Test func aPasswordWithAZeroByteIsRefusedBothWays() throws {
    let password = Secret(bytes: [65, 0, 66])
    let issued = try Self.issue(.modern, password: Secret("A"))
    #expect(throws: PKCS12Error(.wrongPassword, "a password cannot hold a zero byte")) {
      try PKCS12.open(issued.containerBase64, password: password)
    }
    #expect(throws: PKCS12Error(.failed, "a password cannot hold a zero byte")) {
      try Self.issue(.modern, password: password)
    }
  }

  @Test func damageIsNotTakenForAWrongPassword() throws {
    let issued = try Self.issue(.modern)
    let whole = try #require(Base64.decode(issued.containerBase64)).withUnsafeBytes { Array($0) }
    let damaged = [
      Array("not base64".utf8), Array(Base64.encode(Array(whole.prefix(900))).utf8),
      Array(Base64.encode(whole + [0]).utf8), Array(Base64.encode([1, 2, 3]).utf8), [],
    ]
    for text in damaged {
      let error = #expect(throws: PKCS12Error.self) {
        try PKCS12.open(Secret(bytes: text), password: Self.password)
      }
      #expect(error?.code == .malformed)
    }
  }

  @Test func theCertificateHasTheDatesAndTheName() throws {
    let issued = try Self.issue(.modern)
    let text = try OpenSSLTool.withFile(Array(issued.certificatePEM.utf8)) { file in
      try OpenSSLTool.run([
        "x509", "-in", file, "-noout", "-startdate", "-enddate", "-subject", "-issuer",
      ]).output
    }
    #expect(
      text == """
        notBefore=Nov 23 10:00:00 2026 GMT
        notAfter=Nov 23 10:00:00 2027 GMT
        subject=CN = KAAP.0b9c
        issuer=CN = KAAP.0b9c

        """)
  }
}
