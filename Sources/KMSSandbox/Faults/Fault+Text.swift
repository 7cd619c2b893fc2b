internal import Texts

/// A fault that could not be read.
public struct FaultSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with the text.
  public var description: String
}

extension Fault {
  /// Reads `kind:option=value,…`, for example `throttle:every=3,retry-after=200`,
  /// `fail:status=503,operation=CreatePolicy|UpdatePolicy,times=2`, `delay:ms=50`,
  /// `lag:ms=500,operation=DescribePolicy`, `lose:operation=CreateClientKey` or `hold:call=7,when=after`; `hold:late=true` also does the
  /// work of a client that is gone.
  public init(_ text: String) throws(FaultSyntaxError) {
    let parts = text.parts(at: ":", atMost: 2).map(String.init)
    var options = try Options(parts.count > 1 ? parts[1] : "")
    switch parts.first {
    case "throttle": self.init(.throttle(retryAfter: try options.number("retry-after")))
    case "fail": self.init(try Self.failure(&options))
    case "delay":
      guard let time = try options.number("ms") else {
        throw FaultSyntaxError(description: "delay needs ms=<milliseconds>")
      }
      self.init(.delay(milliseconds: time))
    case "lag":
      guard let time = try options.number("ms") else {
        throw FaultSyntaxError(description: "lag needs ms=<milliseconds>")
      }
      self.init(.lag(milliseconds: time))
    case "lose": self.init(.lose)
    case "hold": self.init(try Self.hold(&options))
    default:
      throw FaultSyntaxError(
        description: "'\(text)' is not throttle, fail, delay, lag, lose or hold")
    }
    call = try options.number("call")
    every = try options.number("every")
    times = try options.number("times")
    concernsChangesOnly = options.take("changes-only") == "true"
    operations = Set((options.take("operation") ?? "").parts(at: "|").map(String.init))
    for name in operations where Operation(rawValue: name) == nil {
      throw FaultSyntaxError(description: "there is no operation '\(name)'")
    }
    try options.checkNothingIsLeft()
  }

  private static func failure(_ options: inout Options) throws(FaultSyntaxError) -> Effect {
    let status = try options.number("status") ?? 500
    let usual = status == 503 ? "ServiceUnavailableTemporary" : "InternalFailure"
    return .fail(
      status: status, code: options.take("code") ?? usual, try options.moment())
  }

  private static func hold(_ options: inout Options) throws(FaultSyntaxError) -> Effect {
    let moment = try options.moment()
    let isLate = options.take("late") == "true"
    guard !isLate || moment == .before else {
      throw FaultSyntaxError(description: "late=true needs when=before: the work is still to come")
    }
    return .hold(moment, isLate: isLate)
  }

  private struct Options {
    private var values: [String: String] = [:]

    init(_ text: String) throws(FaultSyntaxError) {
      for field in text.parts(at: ",") {
        let pair = field.parts(at: "=", atMost: 2).map(String.init)
        guard pair.count == 2 else {
          throw FaultSyntaxError(description: "'\(field)' is not option=value")
        }
        values[pair[0]] = pair[1]
      }
    }

    mutating func take(_ name: String) -> String? { values.removeValue(forKey: name) }

    mutating func number(_ name: String) throws(FaultSyntaxError) -> Int? {
      guard let text = take(name) else { return nil }
      guard let number = Int(text), number > 0 else {
        throw FaultSyntaxError(description: "\(name)=\(text) is not a number above 0")
      }
      return number
    }

    mutating func moment() throws(FaultSyntaxError) -> Moment {
      guard let text = take("when") else { return .before }
      guard let moment = Moment(rawValue: text) else {
        throw FaultSyntaxError(description: "when=\(text) is not before or after")
      }
      return moment
    }

    func checkNothingIsLeft() throws(FaultSyntaxError) {
      guard let name = values.keys.sorted().first else { return }
      throw FaultSyntaxError(description: "unknown option '\(name)'")
    }
  }
}
