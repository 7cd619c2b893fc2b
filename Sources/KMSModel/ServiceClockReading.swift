/// What is known about the service's clock and this machine's.
public struct ServiceClockReading: Sendable, Hashable {
  /// Two times that cannot both be right.
  public struct Difference: Sendable, Hashable {
    /// What the service said.
    public var service: Timestamp
    /// What this machine said at that moment.
    public var machine: Timestamp

    /// Creates a difference.
    public init(service: Timestamp, machine: Timestamp) {
      self.service = service
      self.machine = machine
    }

    /// Both times, in a sentence.
    public var words: String {
      "the service says that it is \(service), this machine that it is \(machine): more than"
        + " \(ServiceClockReading.bound / 60) minutes apart"
    }
  }

  /// How far apart the two may be, in seconds: as far as the service takes signatures
  /// (kms-api §8.3, IllegalTimestamp).
  public static let bound: Int64 = 15 * 60

  /// The two times, where they are further apart.
  public var difference: Difference?
  /// By how many seconds a sandbox on this machine says that its clock was moved; nothing for any
  /// other service.
  public var sandboxOffset: Int64?

  /// Creates a reading; with nothing in it, no answer has said anything.
  public init(difference: Difference? = nil, sandboxOffset: Int64? = nil) {
    self.difference = difference
    self.sandboxOffset = sandboxOffset
  }
}

extension ServiceClockReading {
  /// Whether this is a sandbox whose clock was moved by hand.
  public var isMoved: Bool { sandboxOffset.map { $0 != 0 } ?? false }
}
