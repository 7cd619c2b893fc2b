import KMSModel
import Testing

@Suite struct IPv4BlockTests {
  @Test(arguments: [
    ("10.0.0.1", "10.0.0.1"), ("10.0.0.1/32", "10.0.0.1"), ("10.0.0.1/24", "10.0.0.0/24"),
    ("0.0.0.0/0", "0.0.0.0/0"), ("255.255.255.255", "255.255.255.255"),
    ("192.168.17.13/31", "192.168.17.12/31"),
  ])
  func addressesAreReadByMeaning(text: String, canonical: String) {
    #expect(IPv4Block(text)?.description == canonical)
    #expect(IPv4Block(text) == IPv4Block(canonical))
  }

  @Test(arguments: [
    "", "10", "10.0.0", "10.0.0.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1/33", "10.0.0.1/",
    "10.0.0.1/8/8", " 10.0.0.1", "10.0.0.-1", "+1.0.0.0", "::1", "2001:db8::/32", "１0.0.0.1",
  ])
  func anythingElseIsNotAnAddress(text: String) {
    #expect(IPv4Block(text) == nil)
  }

  @Test func blocksContainBlocks() throws {
    let wide = try #require(IPv4Block("10.0.0.0/8"))
    let narrow = try #require(IPv4Block("10.255.255.255"))
    #expect(wide.contains(narrow))
    #expect(!narrow.contains(wide))
    #expect(wide.contains(wide))
    #expect(IPv4Block("0.0.0.0/0")?.contains(wide) == true)
  }

  @Test(arguments: [
    ("10.0.0.0/8", true), ("172.16.0.0/12", true), ("172.32.0.0/12", false),
    ("100.64.1.1", true), ("100.177.24.254", false), ("10.0.0.0/7", false), ("8.8.8.8", false),
  ])
  func privateSpaceIsKnown(text: String, isPrivate: Bool) {
    #expect(IPv4Block(text)?.isPrivate == isPrivate)
  }

  @Test func hostBitsAreSeen() {
    #expect(IPv4Block.hasHostBits("10.0.0.1/24"))
    #expect(!IPv4Block.hasHostBits("10.0.0.0/24"))
    #expect(!IPv4Block.hasHostBits("10.0.0.1"))
  }
}
