import Secrets
import Testing

struct RedactorTests {
  private func covered(_ text: String, _ secrets: String...) -> String {
    Redactor(secrets.map { Secret($0) }).covering(text)
  }

  @Test(
    "B2: a secret is found however somebody wrote it",
    arguments: [
      "a p#ss/w%rd+\"\\ z", "a p%23ss%2Fw%25rd%2b%22%5c z", "a p#ss/w%rd+\\\"\\\\ z",
      "a p%2523ss%252Fw%rd%252B%2522%255C z", "a p\\u0023ss\\/w%rd\\u002b\\u0022\\u005C z",
    ])
  func aSecretIsFoundInAnyWriting(text: String) {
    #expect(covered(text, "p#ss/w%rd+\"\\") == "a ••• z")
  }

  @Test func blanksAreAlsoPlusSigns() {
    #expect(covered("x=my+long%20pass phrase", "my long pass phrase") == "x=•••")
  }

  @Test func aCombiningMarkBehindASecretHidesNothing() {
    #expect(covered("S3cretPw\u{301}!", "S3cretPw") == "•••\u{301}!")
  }

  @Test func theLongestIsCoveredFirst() {
    #expect(covered("user:S3cretPw@h", "S3cretPw", "user:S3cretPw") == "•••@h")
  }

  @Test func aShortSecretIsCoveredWhereItStandsAlone() {
    #expect(covered("connect to con:con, con", "con") == "connect to •••:•••, •••")
    #expect(covered("ab ab", "ab") == "ab ab")
  }

  @Test func whatHoldsNoneStaysTheSame() {
    #expect(covered("nothing % here \\u00", "S3cretPw") == "nothing % here \\u00")
    #expect(Redactor().covering("S3cretPw") == "S3cretPw")
  }
}
