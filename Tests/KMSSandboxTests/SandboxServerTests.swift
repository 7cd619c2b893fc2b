import FlyingSocks
import Foundation
import KMSModel
import Testing

@testable import KMSSandbox

@Suite struct SandboxServerTests {
  /// Sends bytes over a connection of its own and reads until the other side closes it.
  private static func exchange(_ text: String, with endpoint: String) async throws -> String {
    let port = UInt16(endpoint.split(separator: ":").last ?? "") ?? 0
    let socket = try await AsyncSocket.connected(to: .inet(ip4: "127.0.0.1", port: port))
    defer { try? socket.close() }
    try await socket.write(Data(text.utf8))
    var answer: [UInt8] = []
    while let bytes = try? await socket.read(atMost: 4096) { answer += bytes }
    return String(decoding: answer, as: UTF8.self)
  }

  private static func text(_ request: SandboxRequest) -> String {
    let headers = request.headers.map { "\($0.key): \($0.value)\r\n" }.joined()
    return "\(request.method) /?\(request.query) HTTP/1.1\r\n\(headers)"
      + "Connection: close\r\n\r\n"
  }

  @Test func aCallTravelsOverTheNetwork() async throws {
    let client = try await SandboxClient()
    let answer = try await SandboxServer(client.state).run { handshake in
      #expect(handshake.endpoint.hasPrefix("http://127.0.0.1:"))
      return try await Self.exchange(
        Self.text(client.request("GetDefaultKmsInstance")), with: handshake.endpoint)
    }
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.contains("\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\n"))
    #expect(answer.hasSuffix(#","DefaultKmsInstanceId":"kst-hzz62ee817bvyyr5x0000"}"#))
  }

  @Test func aLostAnswerIsNotASingleByte() async throws {
    var options = SandboxOptions()
    options.faults = [try Fault("lose")]
    let client = try await SandboxClient(options)
    let answer = try await SandboxServer(client.state).run { handshake in
      try await Self.exchange(Self.text(client.request("ListPolicies")), with: handshake.endpoint)
    }
    #expect(answer == "")
  }

  /// Sends a call that is held, goes away, and has it released.
  private static func policies(afterLeaving fault: String) async throws -> Int? {
    let client = try await SandboxClient()
    _ = try await client.admin("faults", #"{"set":["\#(fault)"]}"#)
    return try await SandboxServer(client.state).run { handshake in
      let port = UInt16(handshake.endpoint.split(separator: ":").last ?? "") ?? 0
      let socket = try await AsyncSocket.connected(to: .inet(ip4: "127.0.0.1", port: port))
      let call = client.request("DeletePolicy", ["Name": "console-made"])
      try await socket.write(Data(Self.text(call).utf8))
      _ = try await client.admin("wait")
      try socket.close()
      _ = try await client.admin("release")
      while try await client.admin("log").body["calls"]?.text == "[]" { await Task.yield() }
      return try await client.admin("status").body["objects"]?["policy"]?.intValue
    }
  }

  @Test func aHeldCallWhoseClientIsGoneIsNeverMadeUnlessItIsToLandLate() async throws {
    #expect(try await Self.policies(afterLeaving: "hold:when=before") == 1)
    #expect(try await Self.policies(afterLeaving: "hold:when=before,late=true") == 0)
    #expect(try await Self.policies(afterLeaving: "hold:when=after") == 0)
  }

  @Test func twoRequestsTakeOneConnection() async throws {
    let client = try await SandboxClient()
    let first = Self.text(client.request("ListPolicies"))
      .replacing("Connection: close\r\n", with: "")
    let answer = try await SandboxServer(client.state).run { handshake in
      try await Self.exchange(
        first + Self.text(client.request("ListKeys")), with: handshake.endpoint)
    }
    #expect(answer.components(separatedBy: "HTTP/1.1 200 OK\r\n").count == 3)
    #expect(try await client.admin("status").body["connections"]?.intValue == 1)
  }

  @Test(arguments: [
    ("nonsense\r\n\r\n", 400), ("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 501),
    ("GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
  ])
  func whatIsNoRequestIsRefused(text: String, status: Int) async throws {
    let client = try await SandboxClient()
    let answer = try await SandboxServer(client.state).run { handshake in
      try await Self.exchange(text, with: handshake.endpoint)
    }
    #expect(answer.hasPrefix("HTTP/1.1 \(status) Refused\r\n"))
  }
}
