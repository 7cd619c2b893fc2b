import Secrets
import Testing

@Suite struct SecretTests {
  @Test func noDescriptionSaysAnything() {
    let secret = Secret("hunter2")
    var dumped = ""
    dump(secret, to: &dumped)
    let optional: Secret? = secret
    for text in ["\(secret)", String(reflecting: secret), "\([secret])", "\(optional as Any)"] {
      #expect(text.contains("•••"))
      #expect(!text.contains("hunter2"))
    }
    #expect(!dumped.contains("hunter2"))
  }

  @Test(arguments: ["", "a", "pa55-wörd", String(repeating: "x", count: 100_000)])
  func theTextAndTheBytesComeOutAsTheyWentIn(text: String) {
    let secret = Secret(text)
    #expect(secret.byteCount == text.utf8.count)
    #expect(secret.withUnsafeText { $0 == text })
    #expect(secret.withUnsafeBytes { $0.elementsEqual(text.utf8) })
    #expect(secret == Secret(bytes: Array(text.utf8)))
  }

  @Test(arguments: [("a", "b"), ("a", ""), ("a", "ab"), ("\0", ""), ("\0a", "\0b")])
  func differentBytesAreDifferent(left: String, right: String) {
    #expect(Secret(left) != Secret(right))
  }

  /// The copy is the secret's own: what becomes of the array it was made from is all the same.
  @Test func theBytesOutliveWhatTheyWereCopiedFrom() {
    let secrets = (0..<200).map { number in
      Secret(bytes: [UInt8](repeating: UInt8(number), count: 4_096))
    }
    for (number, secret) in secrets.enumerated() {
      #expect(secret.withUnsafeBytes { $0.allSatisfy { $0 == UInt8(number) } })
    }
  }
}
