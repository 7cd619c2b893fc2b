import KMSModel
import Testing

@testable import KMSClient

struct AccessControlWireTests {
  @Test(arguments: ["", "{}", #"{"NetworkRules":[]}"#])
  func nothingRestrictsNothing(text: String) {
    #expect(AccessControlWire.read(.text(text)) == .unrestricted)
    #expect(AccessControlWire.read(nil) == .unrestricted)
    #expect(AccessControlWire.write(.unrestricted) == nil)
  }

  @Test func namesAreRead() {
    let text = #"{"NetworkRules": ["b","a","b"]}"#
    #expect(AccessControlWire.read(.text(text)) == .rules(["a", "b"]))
    #expect(
      AccessControlWire.read(.object(["NetworkRules": .array([.text("a")])])) == .rules(["a"]))
    #expect(AccessControlWire.write(.rules(["b", "a"])) == #"{"NetworkRules":["a","b"]}"#)
  }

  @Test(arguments: [
    "no json", "[]", "7", #"{"NetworkRules":"a"}"#, #"{"NetworkRules":["a",1]}"#,
    #"{"NetworkRules":["a"], "Vpcs":["v"]}"#, #"{"networkrules":["a"]}"#, #"{"NetworkRules":null}"#,
  ])
  func anUnknownValueSurvivesToTheLetter(text: String) {
    let access = AccessControlWire.read(.text(text))
    #expect(access == .opaque(text))
    #expect(AccessControlWire.write(access) == text)
  }
}
