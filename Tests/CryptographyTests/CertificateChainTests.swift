import Cryptography
import Foundation
import Testing

@Suite struct CertificateChainTests {
  @Test func opensslVerifiesTheIntermediateAgainstTheRoot() throws {
    let chain = try CertificateChain.make(
      commonName: "Sandbox CA", notBefore: 1_700_000_000, notAfter: 2_500_000_000)
    let parts = chain.components(separatedBy: "-----END CERTIFICATE-----\n")
    #expect(parts.count == 3)
    let text = try OpenSSLTool.withFile(
      Array((parts[0] + "-----END CERTIFICATE-----\n").utf8)
    ) { authority in
      try OpenSSLTool.withFile(Array((parts[1] + "-----END CERTIFICATE-----\n").utf8)) { root in
        try OpenSSLTool.run(["verify", "-x509_strict", "-CAfile", root, authority])
      }
    }
    #expect(text.status == 0)
    #expect(text.output.hasSuffix(": OK\n"))
  }
}
