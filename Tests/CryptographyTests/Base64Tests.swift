import Cryptography
import Secrets
import Testing

@Suite struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func theStandardsExamplesHold(plain: String, text: String) {
    #expect(Base64.encode(Array(plain.utf8)) == text)
    #expect(Base64.decode(text) == Array(plain.utf8))
  }

  @Test func everyByteSurvives() {
    let bytes = (0...255).map { UInt8($0) }
    #expect(Base64.decode(Base64.encode(bytes)) == bytes)
  }

  @Test func wrappedLinesAreRead() {
    #expect(Base64.decode("Zm9v\r\nYmFy\n") == Array("foobar".utf8))
  }

  @Test(arguments: ["Zg", "Zg=", "Zg===", "Z===", "Zm9*", "Zm=v", "Zh==", "Zm9vé==="])
  func whatIsNotBase64IsRefused(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test func aSecretStaysASecret() {
    #expect(Base64.decode(Secret("Zm9v")) == Secret("foo"))
  }
}
