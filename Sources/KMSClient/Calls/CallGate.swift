/// Bounds the calls in flight, and finds out how many the service likes.
///
/// The bound grows by one with each answer until the service first throttles, from then on by one
/// per eight rounds of answers; throttling halves it, once for all calls in flight together.
/// The call that halved it also closes the gate while it waits, so that the others do not waste
/// their tries on a service that has just said no.
actor CallGate {
  /// The right to have one call in flight.
  struct Ticket: Sendable {
    fileprivate let round: Int
  }

  /// How a call that held a ticket ended.
  enum Ending: Sendable {
    case answered
    case throttled
    /// Nobody answered: says nothing about what the service likes.
    case lost
  }

  static let firstLimit = 8
  static let maximumLimit = 32

  /// How many rounds of answers it takes to grow by one after throttling: measured against a server
  /// that takes 50 calls a second, 403 reads take 7.1 s with 8 and 9.6 s with 1.
  private static let roundsPerStep = 8.0

  private(set) var limit = Double(CallGate.firstLimit)
  private(set) var inFlight = 0
  private var round = 0
  private var hasBeenThrottled = false
  private var isClosed = false
  private var waiting: [CheckedContinuation<Void, Never>] = []
  /// Those that go before the others.
  private var first: [CheckedContinuation<Void, Never>] = []

  /// How many wait outside.
  var waitingCount: Int { waiting.count + first.count }

  /// Waits for a free place, in turn or before all others that wait in turn.
  func enter(first isFirst: Bool = false) async -> Ticket {
    if isClosed || inFlight >= Int(limit) || waitingCount > 0 {
      await withCheckedContinuation { continuation in
        if isFirst { first.append(continuation) } else { waiting.append(continuation) }
      }
    } else {
      inFlight += 1
    }
    return Ticket(round: round)
  }

  /// Gives the place back; true when the gate is closed now, until the caller opens it.
  func leave(_ ticket: Ticket, _ ending: Ending) -> Bool {
    inFlight -= 1
    defer { admit() }
    switch ending {
    case .lost: return false
    case .answered:
      limit = min(
        Double(Self.maximumLimit), limit + (hasBeenThrottled ? 1 / (Self.roundsPerStep * limit) : 1)
      )
      return false
    case .throttled:
      guard ticket.round == round else { return false }
      round += 1
      hasBeenThrottled = true
      limit = max(1, (limit / 2).rounded(.down))
      isClosed = true
      return true
    }
  }

  /// Opens the gate again.
  func open() {
    isClosed = false
    admit()
  }

  private func admit() {
    while !isClosed, inFlight < Int(limit), waitingCount > 0 {
      inFlight += 1
      let next = first.isEmpty ? waiting.removeFirst() : first.removeFirst()
      next.resume()
    }
  }
}
