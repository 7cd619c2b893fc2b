import FoundationEssentials
import KMSModel
import Testing

@testable import KMSClient

struct SourceListWireTests {
  @Test(arguments: [
    #""[\"10.0.0.0/8\",\"192.168.1.1\"]""#, #"["10.0.0.0/8","192.168.1.1/32"]"#,
    #"["[\"192.168.1.1\",\"10.1.2.3/8\"]"]"#, #""[ \"10.0.0.0/8\" , \"192.168.1.1\" ]""#,
  ])
  func everyFormOfTheListIsRead(json: String) throws {
    let sources = SourceListWire.read(try decode(json))
    #expect(sources == [SourceAddress("10.0.0.0/8"), SourceAddress("192.168.1.1")])
    #expect(SourceListWire.write(sources) == #"["10.0.0.0/8","192.168.1.1"]"#)
  }

  @Test(arguments: [#""""#, "null", "[]", #""[]""#])
  func nothingIsAnEmptyList(json: String) throws {
    #expect(SourceListWire.read(try decode(json)).isEmpty)
    #expect(SourceListWire.write([]) == "[]")
  }

  @Test(arguments: [
    #"[{"VpcId": "vpc-1","Ips":["10.0.0.1"]}]"#, #"{"b":1,"a":[true,null]}"#, "10.0.0.1,10.0.0.2",
    #"["10.0.0.1",7]"#, #"["whole:x"]"#, "[\"10.0.0.1\"", "whole:",
  ])
  func anUnknownValueSurvivesToTheLetter(text: String) {
    let sources = SourceListWire.read(.text(text))
    #expect(sources.count == 1)
    #expect(SourceListWire.write(sources) == text)
  }

  @Test(arguments: [
    #"["2001:db8::/32"]"#, #"["10.0.0.0/33"]"#, #"["vpc-1/10.0.0.0/8","vpc-1/fe80::1"]"#,
    #"["a b","ü\"\\"]"#,
  ])
  func anUnknownEntrySurvives(text: String) throws {
    let sources = SourceListWire.read(.text(text))
    #expect(try decode(SourceListWire.write(sources)) == decode(text))
  }

  @Test func anEntryOfAVPCIsOneText() {
    let sources = SourceListWire.read(.text(#"["vpc-a1/10.0.0.0/8","vpc-b2/10.1.1.1"]"#))
    #expect(
      sources == [
        SourceAddress("10.0.0.0/8", vpc: "vpc-a1"), SourceAddress("10.1.1.1", vpc: "vpc-b2"),
      ])
    #expect(SourceListWire.write(sources) == #"["vpc-a1/10.0.0.0/8","vpc-b2/10.1.1.1"]"#)
  }

  private func decode(_ json: String) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
  }
}
