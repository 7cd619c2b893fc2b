internal import KMSModel
internal import Secrets
internal import Testing

@testable internal import Applying

/// A service that quotes the request in its refusal.
struct QuotedSecretTests {
  private static let password = Secret("Pl@nted~Passw0rd&1")

  @Test(arguments: [
    ("Password=Pl@nted~Passw0rd&1 is bad", "Password=••• is bad"),
    ("Password=Pl%40nted~Passw0rd%261 is bad", "•••"),
    ("Password=Pl%40nted%7EPassw0rd%261&NotAfter=x", "•••"),
    ("100% bad, %zz and %4", "100% bad, %zz and %4"),
  ])
  func neitherFormIsShown(_ message: String, _ expected: String) {
    let failure = KMSFailure(
      .invalidRequest, operation: "CreateClientKey", code: message, message: message)
    #expect(failure.hiding(Self.password).message == expected)
    #expect(failure.hiding(Self.password).code == expected)
  }
}
