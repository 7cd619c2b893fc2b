import HTTPTransport
import Synchronization

@testable import KMSSandbox

/// Takes note of every answer, to know which fields there are.
final class AnswerRecorder: Sendable {
  /// The answers to the calls of one operation, in their order.
  private let answers = Mutex<[String: [[UInt8]]]>([:])

  var operations: [String] { answers.withLock { $0.keys.sorted() } }

  func count(of operation: String) -> Int { answers.withLock { $0[operation]?.count ?? 0 } }

  func body(of operation: String, _ number: Int) -> [UInt8] {
    answers.withLock { $0[operation]?[number] ?? [] }
  }

  func recording(_ transport: any HTTPTransport) -> any HTTPTransport {
    RecordedTransport(transport: transport, recorder: self)
  }

  fileprivate func note(_ operation: String, _ body: [UInt8]) {
    answers.withLock { $0[operation, default: []].append(body) }
  }

  /// Every place in an answer: the whole, its fields, and those of its first and last items.
  static func places(_ body: [UInt8]) -> [[Rewriting.Step]] {
    guard let json = WireJSON(text: String(decoding: body, as: UTF8.self)) else { return [[]] }
    return [[]] + places(in: json)
  }

  private static func places(in json: WireJSON) -> [[Rewriting.Step]] {
    switch json {
    case .object(let members):
      return members.flatMap { member in
        [[.member(member.name)]] + places(in: member.value).map { [.member(member.name)] + $0 }
      }
    case .array(let items):
      return Set([0, items.count - 1]).sorted().filter(items.indices.contains).flatMap { index in
        [[.item(index)]] + places(in: items[index]).map { [.item(index)] + $0 }
      }
    default: return []
    }
  }
}

private struct RecordedTransport: HTTPTransport {
  let transport: any HTTPTransport
  let recorder: AnswerRecorder

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let answer = try await transport.send(request)
    if answer.status == 200 { recorder.note(CallName(request).operation, answer.body) }
    return answer
  }
}
