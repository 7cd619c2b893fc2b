import Foundation
import Glibc

@testable import CurlTransport

/// A tiny HTTP/1.1 server on a free loopback port, one thread per connection.
final class LocalListener: Sendable {
  /// What to do with a complete request.
  enum Reaction: Sendable {
    case answer(String)
    /// A beginning, then a byte every few milliseconds for as long as the other side listens.
    case drip(String)
    case silence
    case hangUp
  }

  private struct Seen: Sendable {
    var requests: [String] = []
    var connections: [Int32] = []
    var waiters: [(count: Int, CheckedContinuation<Void, Never>)] = []
    var closed = 0
    var closeWaiters: [CheckedContinuation<Void, Never>] = []
  }

  let port: UInt16
  private let socket: Int32
  private let seen = Locked(Seen())
  private let react: @Sendable (_ number: Int, _ request: String) -> Reaction

  init(_ react: @escaping @Sendable (_ number: Int, _ request: String) -> Reaction) throws {
    self.react = react
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = socket
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(socket, pointer, length) == 0 && listen(socket, 512) == 0
          && getsockname(socket, pointer, &length) == 0
      }
    }
    guard isReady else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(socket, nil, nil)
        guard connection >= 0, let self else { return }
        self.seen.withLock { $0.connections.append(connection) }
        Thread.detachNewThread { self.serve(connection) }
      }
    }
  }

  var url: String { "http://127.0.0.1:\(port)/" }
  var requests: [String] { seen.withLock { $0.requests } }
  var connectionCount: Int { seen.withLock { $0.connections.count } }

  /// Ends all threads; every test calls it.
  func stop() {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
    for connection in seen.withLock({ $0.connections }) { shutdown(connection, Int32(SHUT_RDWR)) }
  }

  /// Waits until this many requests have arrived.
  func waitForRequests(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = seen.withLock { seen in
        if seen.requests.count >= count { return true }
        seen.waiters.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  /// Waits until the other side has closed a connection.
  func waitForClose() async {
    await withCheckedContinuation { continuation in
      let isThere = seen.withLock { seen in
        if seen.closed > 0 { return true }
        seen.closeWaiters.append(continuation)
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  private func serve(_ connection: Int32) {
    var pending = ""
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      while let request = Self.takeRequest(&pending) {
        switch react(note(request), request) {
        case .answer(let text):
          let bytes = Array(text.utf8)
          send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        case .drip(let beginning):
          var bytes = Array(beginning.utf8)
          while send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0 {
            bytes = [UInt8(ascii: ".")]
            usleep(10_000)
          }
        case .silence: break
        case .hangUp: shutdown(connection, Int32(SHUT_RDWR))
        }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      pending += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    let waiters = seen.withLock { seen in
      seen.closed += 1
      defer { seen.closeWaiters = [] }
      return seen.closeWaiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private func note(_ request: String) -> Int {
    let (number, ready) = seen.withLock { seen in
      seen.requests.append(request)
      let count = seen.requests.count
      let ready = seen.waiters.filter { $0.count <= count }
      seen.waiters.removeAll { $0.count <= count }
      return (count, ready)
    }
    for waiter in ready { waiter.1.resume() }
    return number
  }

  /// Cuts one complete request off the front.
  private static func takeRequest(_ text: inout String) -> String? {
    guard let end = text.range(of: "\r\n\r\n") else { return nil }
    let head = text[..<end.lowerBound].lowercased()
    let length = head.components(separatedBy: "content-length: ").dropFirst().first
      .flatMap { Int($0.prefix { $0.isNumber }) }
    let bodyLength = length ?? 0
    guard text[end.upperBound...].utf8.count >= bodyLength else { return nil }
    let stop = text.utf8.index(end.upperBound, offsetBy: bodyLength)
    defer { text = String(text[stop...]) }
    return String(text[..<stop])
  }

  /// A complete answer with this body.
  static func ok(_ body: String, headers: String = "") -> Reaction {
    .answer("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }
}
