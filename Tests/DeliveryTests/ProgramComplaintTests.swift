internal import Cryptography
internal import Delivery
internal import FoundationEssentials
internal import Secrets
internal import Testing

@Suite struct ProgramComplaintTests {
  private let password = Secret("Planted-Password-1")
  private let key = Secret(
    Data((0..<900).map { UInt8(truncatingIfNeeded: $0 * 7919) }).base64EncodedString())

  private func complaint(_ text: String) -> String {
    ProgramOutcome(end: .exited(1), errorText: Secret(text)).complaint(hiding: [password, key])
  }

  @Test func theLastThreeLinesAreShownOnOne() {
    #expect(complaint("a\nb\n\nc\nd\n") == "b / c / d")
    #expect(complaint("") == "")
    #expect(complaint("\n\n") == "")
    #expect(complaint(String(repeating: "x ", count: 500)).count == 200)
  }

  @Test func aTerminalObeysNothingOfIt() {
    #expect(complaint("a\u{1B}[31mb\rc\u{202E}d\u{9B}") == "a [31mb cd")
  }

  @Test func thePasswordIsCovered() {
    #expect(complaint("bad: Planted-Password-1!") == "bad: •••!")
    #expect(complaint("bad: anted-Passw and no more") == "bad: ••• and no more")
    #expect(complaint("bad: UGxhbnRlZC1QYXNzd29yZC0x") == "bad: •••")
  }

  @Test func theKeyIsCoveredWholeAndInLines() {
    let text = key.withUnsafeText { $0 }
    #expect(complaint("key \(text) end") == "key ••• end")
    let lines = stride(from: 0, to: text.count, by: 20).map { offset in
      String(text.dropFirst(offset).prefix(20))
    }
    #expect(complaint(lines.joined(separator: "\n")) == "••• / ••• / •••")
  }

  @Test(arguments: [0, 1, 2]) func base64OfAPasswordInALongerTextIsCovered(offset: Int) {
    let hidden = String(repeating: "p", count: offset) + "Planted-Password-1\nmore"
    let shown = complaint("at " + Data(hidden.utf8).base64EncodedString())
    #expect(shown.contains("•••"))
    // What may be left around it is less than two groups of base64.
    #expect(shown.replacing("•••", with: "").count <= 3 + 16)
    let original = Data("Planted-Password-1".utf8).base64EncodedString()
    #expect(!shown.contains(original.dropFirst(4).prefix(8)))
  }

  @Test func longRunsOfBase64AreCoveredWhateverTheyAre() {
    let run = String(repeating: "Qk", count: 20)
    #expect(complaint("token \(run) refused") == "token ••• refused")
    #expect(complaint("token \(run.dropLast()) refused") == "token \(run.dropLast()) refused")
  }
}
