import HTTPTransport
import Testing

struct LoopbackHostTests {
  @Test(arguments: ["127.0.0.1", "127.255.0.9", "localhost", "LOCALHOST", "::1"])
  func thisMachine(host: String) {
    #expect(LoopbackHost.contains(host))
  }

  @Test(arguments: [
    "", "128.0.0.1", "127.0.0.1.example.com", "127.0.0.256", "127.1", "127.0.0.01", "0.0.0.0",
    "localhost.example.com", "::2", "127.0.0.1 ",
  ])
  func anotherMachine(host: String) {
    #expect(!LoopbackHost.contains(host))
  }
}
