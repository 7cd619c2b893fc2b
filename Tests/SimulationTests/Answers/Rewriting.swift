import HTTPTransport

@testable import KMSSandbox

/// What stands in one place of an answer instead of the truth.
struct Rewriting: Sendable, Hashable, CustomStringConvertible {
  /// One step on the way from the whole answer to a place in it.
  enum Step: Sendable, Hashable {
    case member(String)
    case item(Int)
  }

  enum Kind: String, Sendable, Hashable, CaseIterable {
    case missing, null, empty, otherType, anotherObjects, overlong, controls
  }

  /// The way to the place; none is the whole answer.
  var path: [Step]
  var kind: Kind
  /// What belongs to another object of the account, where the kind asks for it.
  var other = Others()

  /// The name of the field, without the number of its item.
  var field: String {
    let names = path.map { step in
      switch step {
      case .member(let name): name
      case .item: "*"
      }
    }
    return names.isEmpty ? "body" : names.joined(separator: ".")
  }

  /// Whether the service might have said the same, and meant it: nobody who asks once could tell.
  var isPlausible: Bool {
    switch (kind, path.last) {
    case (.anotherObjects, .member), (.anotherObjects, .item), (.missing, .item): true
    case (.empty, .member(let name)): Self.mayBeEmpty.contains(name)
    default: false
    }
  }

  private static let mayBeEmpty: Set = [
    "AccessControlRules", "Description", "KmsInstance", "Permissions", "Resources",
    "SourcePrivateIp",
  ]

  var description: String { "\(field) of the answer is \(kind.rawValue)" }

  func apply(to answer: HTTPResponse) -> HTTPResponse {
    var copy = answer
    guard answer.status == 200 else { return answer }
    guard !path.isEmpty else {
      copy.body = wholeBody(answer.body)
      return copy
    }
    guard let json = WireJSON(text: String(decoding: answer.body, as: UTF8.self)) else {
      return answer
    }
    copy.body = Array(rewritten(json, path[...]).text.utf8)
    return copy
  }

  private func wholeBody(_ body: [UInt8]) -> [UInt8] {
    switch kind {
    case .missing: []
    case .null: Array("null".utf8)
    case .empty: Array("{}".utf8)
    case .otherType: Array("[1, 2]".utf8)
    case .anotherObjects: Array(#"{"RequestId": "3F2504E0-4F89-41D3-9A0C-0305E82C3301"}"#.utf8)
    case .overlong: Array(#"{"RequestId": "\#(Self.long)"}"#.utf8)
    case .controls: Array("\u{1b}[31m".utf8) + body
    }
  }

  private func rewritten(_ json: WireJSON, _ path: ArraySlice<Step>) -> WireJSON {
    guard let step = path.first else { return json }
    let rest = path.dropFirst()
    switch (step, json) {
    case (.member(let name), .object(let members)):
      return .object(
        members.compactMap { member in
          guard member.name == name else { return member }
          let value = rest.isEmpty ? replaced(member.value, name) : rewritten(member.value, rest)
          return value.map { WireJSON.Member(name: name, value: $0) }
        })
    case (.item(let number), .array(let items)):
      return .array(
        items.enumerated().compactMap { index, item in
          guard index == number else { return item }
          return rest.isEmpty ? replaced(item, "") : rewritten(item, rest)
        })
    default: return json
    }
  }

  private func replaced(_ value: WireJSON, _ name: String) -> WireJSON? {
    switch kind {
    case .missing: nil
    case .null: .null
    case .empty: Self.empty(value)
    case .otherType: Self.otherType(value)
    case .anotherObjects: other.value(of: name, instead: value)
    case .overlong: Self.overlong(value)
    case .controls: Self.withControls(value)
    }
  }

  private static func empty(_ value: WireJSON) -> WireJSON {
    switch value {
    case .object: .object([:])
    case .array: .array([])
    case .number: .number(0)
    case .string, .bool, .null: .string("")
    }
  }

  private static func otherType(_ value: WireJSON) -> WireJSON {
    switch value {
    case .string: .number(7)
    case .number, .bool: .string("seven")
    case .array: .object(["a": .string("b"), "c": .number(1)])
    case .object, .null: .array([.string("a")])
    }
  }

  private static func overlong(_ value: WireJSON) -> WireJSON {
    switch value {
    case .string(let text): .string(text + long)
    case .number: .number(900_719_925_474_099_300)
    case .array(let items): .array(Array(repeating: items.first ?? .string("x"), count: 300))
    case .object, .bool, .null: .string(long)
    }
  }

  private static func withControls(_ value: WireJSON) -> WireJSON {
    let controls = "\u{1b}[31mHi\u{7}\u{9b}\u{202e}\r\nx"
    return switch value {
    case .string(let text): .string(text.prefix(7) + controls + text.dropFirst(7))
    case .array: .array([.string(controls)])
    case .object, .number, .bool, .null: .string(controls)
    }
  }

  /// Longer than any text of an answer may be.
  private static let long = String(repeating: "x", count: 70_000)
}

/// What the fields of another object hold.
struct Others: Sendable, Hashable {
  /// Another client key of the account, where there is one.
  var clientKeyID = "KAAP.a0ffffff-0000-4000-8000-000000000000"
  var container = ""
  var certificate = ""

  func value(of name: String, instead value: WireJSON) -> WireJSON {
    switch (name, value) {
    case ("Arn", .string(let text)):
      .string(text.split(separator: "/").dropLast().joined(separator: "/") + "/console-made")
    case ("ClientKeyId", _): .string(clientKeyID)
    case ("PrivateKeyData", _): .string(container)
    case ("PublicKeyData", _): .string(certificate)
    case ("NotBefore", _), ("CreateTime", _): .string("2019-03-01T00:00:00Z")
    case ("NotAfter", _): .string("2019-09-01T00:00:00Z")
    case ("SourcePrivateIp", _): .string(#"["192.168.40.0/24"]"#)
    case ("AccessControlRules", _): .string(#"{"NetworkRules":["console-made"]}"#)
    case ("Permissions", _): .strings(["RbacPermission/Template/CryptoServiceSecretUser"])
    case ("Resources", _): .strings(["secret/batch-s3"])
    case ("Description", _): .string("made in the console")
    case ("KmsInstance", .string), ("KmsInstanceId", _): .string("kst-hzz65f0aa93cdw1e0001")
    case ("AccountId", _): .string("1299000000000000")
    case (_, .number(let number)): .number(number + 1)
    case (_, .array): .strings(["console-made"])
    case (_, .object): .object(["Name": .string("console-made")])
    default: .string("console-made")
    }
  }
}
