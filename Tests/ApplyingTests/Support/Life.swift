internal import KMSModel

/// The life of one run: counts its calls, breaks some of them, and can end at one of them.
///
/// A run that has ended goes on executing, as Swift has no other way, but nothing it calls has any
/// effect any more: what the world looks like is what a killed process leaves.
actor Life {
  enum Moment: String, CaseIterable, Sendable { case beforeWork, afterWork }

  enum Fault: Sendable, Hashable {
    /// The service surely did nothing.
    case refused(KMSFailure.Kind)
    /// No answer, nothing done.
    case lostBefore
    /// No answer, all done.
    case lostAfter
    /// No answer, done this many calls later.
    case late(Int)
    /// An answer that says it is done, and nothing done.
    case hollow
    /// Throttled once, while somebody else does what the life says; then looked at again and sent.
    case waited
    /// The process ends here.
    case end(Moment)
  }

  private(set) var log: [String] = []
  private(set) var isOver = false
  /// The last call that did not go well.
  private(set) var faultyCall: String?
  private let faultAt: (call: Int, fault: Fault)?
  private var queued: [String: [Fault?]]
  /// What somebody else does while a call waits.
  let meanwhile: @Sendable (inout ModelState) -> Void

  init(
    faultAt: (call: Int, fault: Fault)? = nil, _ queued: [String: [Fault?]] = [:],
    meanwhile: @escaping @Sendable (inout ModelState) -> Void = { _ in }
  ) {
    self.faultAt = faultAt
    self.meanwhile = meanwhile
    self.queued = queued
  }

  /// What befalls the next call; nothing when it goes well.
  func begin(_ operation: String) -> Fault? {
    guard !isOver else { return .end(.beforeWork) }
    log.append(operation)
    var fault: Fault?
    if let faultAt, faultAt.call == log.count { fault = faultAt.fault }
    if let next = queued[operation]?.first {
      queued[operation]?.removeFirst()
      fault = next
    }
    if case .end = fault { isOver = true }
    if fault != nil { faultyCall = operation }
    return fault
  }

  func count(_ operation: String) -> Int { log.count { $0 == operation } }
}
