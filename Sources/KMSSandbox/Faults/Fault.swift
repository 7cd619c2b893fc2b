/// Something that goes wrong on purpose, and with which calls.
public struct Fault: Sendable, Hashable {
  /// Before or after the work of the call was done.
  public enum Moment: String, Sendable {
    /// Nothing has changed yet.
    case before
    /// The change is done and stored; only the answer is missing.
    case after
  }

  /// What goes wrong.
  public enum Effect: Sendable, Hashable {
    /// 429 `Rejected.Throttling`, with a hint in milliseconds when given.
    case throttle(retryAfter: Int?)
    /// An error of this status and code.
    case fail(status: Int, code: String, Moment)
    /// The answer comes later.
    case delay(milliseconds: Int)
    /// A read shows what was there so many milliseconds ago.
    case lag(milliseconds: Int)
    /// The work is done, then the connection is closed without a byte.
    case lose
    /// The call stands still until it is released. One that is held before its work and whose
    /// client is gone by then was never made, unless it is meant to land late.
    case hold(Moment, isLate: Bool = false)
  }

  /// What goes wrong.
  public var effect: Effect
  /// The operations it concerns; empty means all.
  public var operations: Set<String> = []
  /// Whether reads are spared.
  public var concernsChangesOnly = false
  /// Of the calls concerned, only the one of this number, from 1.
  public var call: Int?
  /// Of the calls concerned, only every so manieth.
  public var every: Int?
  /// How often it may happen.
  public var times: Int?

  /// Creates a fault for every call.
  public init(_ effect: Effect) { self.effect = effect }

  func concerns(_ operation: Operation) -> Bool {
    (operations.isEmpty || operations.contains(operation.rawValue))
      && (!concernsChangesOnly || operation.isMutating)
  }

  /// Whether it strikes the call of this number among those concerned.
  func strikes(number: Int) -> Bool {
    if let call, call != number { return false }
    if let every, !number.isMultiple(of: every) { return false }
    return true
  }
}
