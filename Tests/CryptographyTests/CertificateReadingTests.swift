import Cryptography
import Foundation
import Secrets
import Testing

@Suite struct CertificateReadingTests {
  private static let pem = Result {
    try PKCS12.issue(
      commonName: "KAAP.0b9c", notBefore: 1_795_428_000, notAfter: 1_826_964_000,
      password: Secret("Pa55-word")
    ).certificatePEM
  }

  @Test func datesAreTheOnesItWasMadeWith() throws {
    let reading = try #require(CertificateReading(pem: Self.pem.get()))
    #expect(reading.notBefore == 1_795_428_000)
    #expect(reading.notAfter == 1_826_964_000)
  }

  @Test func fingerprintIsTheOneOpensslPrints() throws {
    let pem = try Self.pem.get()
    let reading = try #require(CertificateReading(pem: pem))
    let printed = try OpenSSLTool.withFile(Array(pem.utf8)) { file in
      try OpenSSLTool.run(["x509", "-in", file, "-noout", "-fingerprint", "-sha256"]).output
    }
    let digits = printed.split(separator: "=").last?.filter(\.isHexDigit).lowercased()
    #expect(digits == reading.fingerprint)
  }

  @Test func textAroundAndOtherLineEndsMakeNoDifference() throws {
    let pem = try Self.pem.get()
    let other = "Bag Attributes\n" + pem.replacing("\n", with: "\r\n") + "\r\n"
    #expect(CertificateReading(pem: other) == CertificateReading(pem: pem))
  }

  @Test(arguments: [
    "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  ])
  func whatIsNoCertificateIsNothing(text: String) {
    #expect(CertificateReading(pem: text) == nil)
  }
}
