internal import FlyingSocks
internal import Foundation
internal import Glibc

/// One client's connection: requests one after the other until either side has enough.
///
/// FlyingFox's own reader compares the whole line again after every byte, which makes a rule of 800
/// addresses, one request line of 20 kB, take longer than any client waits. This one looks at
/// each byte once, writes an answer in one piece, and can close without one.
struct HTTPConnection {
  private static let maximumHead = 1 << 20
  private static let maximumBody = 4 << 20
  private static let endOfHead = Array("\r\n\r\n".utf8)

  private let socket: AsyncSocket
  private let peer: SandboxPeer
  private let routes: SandboxRoutes
  private var buffer: [UInt8] = []

  init(_ socket: AsyncSocket, routes: SandboxRoutes) {
    self.socket = socket
    self.routes = routes
    switch try? socket.socket.remotePeer() {
    case .ip4(let address, let port), .ip6(let address, let port):
      peer = SandboxPeer(address: address, port: Int(port))
    case .unix, nil: peer = SandboxPeer(address: "", port: 0)
    }
  }

  /// Serves until the connection is over, then closes it.
  mutating func serve() async {
    defer { try? socket.close() }
    do {
      while try await serveOne() {}
    } catch {
      // The client went away or the server is going down: nobody is left to be told.
    }
  }

  /// Says whether the connection goes on.
  private mutating func serveOne() async throws -> Bool {
    guard let head = try await readHead() else { return try await refuse(400) }
    guard let length = head.bodyLength else { return try await refuse(501) }
    guard length <= Self.maximumBody else { return try await refuse(413) }
    if head.expectsContinue { try await write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
    while buffer.count < length { try await fill() }
    let body = Array(buffer.prefix(length))
    buffer.removeFirst(length)
    let answer = await routes.answer(
      SandboxRequest(
        method: head.method, path: head.path, query: head.query, headers: head.headers, body: body,
        peer: peer),
      isAbandoned: { [descriptor = socket.socket.file.rawValue] in
        Self.isClosed(descriptor)
      })
    switch answer {
    case .hangUp: return false
    case .response(let response):
      try await write(response.bytes(keepsConnection: head.keepsConnection))
      return head.keepsConnection
    }
  }

  /// Whether the other end has closed the connection; what it sent stays to be read.
  private static func isClosed(_ descriptor: Int32) -> Bool {
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
  }

  private mutating func readHead() async throws -> HTTPHead? {
    var searched = 0
    while true {
      if let end = endOfHead(from: searched) {
        let head = HTTPHead(buffer[..<end])
        buffer.removeFirst(end + Self.endOfHead.count)
        return head
      }
      searched = max(0, buffer.count - Self.endOfHead.count + 1)
      guard buffer.count < Self.maximumHead, mayBeginHead else { return nil }
      try await fill()
    }
  }

  /// Every method begins with a capital; whoever speaks TLS here would wait for an answer in vain.
  private var mayBeginHead: Bool {
    buffer.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ?? true
  }

  private func endOfHead(from start: Int) -> Int? {
    let last = buffer.count - Self.endOfHead.count
    guard start <= last else { return nil }
    return (start...last).first { index in
      buffer[index] == Self.endOfHead[0]
        && buffer[index..<index + Self.endOfHead.count].elementsEqual(Self.endOfHead)
    }
  }

  private mutating func fill() async throws {
    buffer += try await socket.read(atMost: 64 << 10)
  }

  private func write(_ bytes: [UInt8]) async throws { try await socket.write(Data(bytes)) }

  private func refuse(_ status: Int) async throws -> Bool {
    let response = SandboxResponse(
      status: status, headers: ["Content-Type": "text/plain"], body: "not a request we read\n")
    try await write(response.bytes(keepsConnection: false))
    return false
  }
}
