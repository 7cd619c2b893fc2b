internal import KMSModel
public import Planning

/// A plan as a versioned JSON document; `plan` and `drift` differ in one word.
public struct PlanJSON: Sendable {
  private let purpose: Verdict.Purpose
  private let isSandbox: Bool

  /// Creates a renderer.
  public init(purpose: Verdict.Purpose = .plan, isSandbox: Bool = false) {
    self.purpose = purpose
    self.isSandbox = isSandbox
  }

  /// The document; `lostDeliveries` are what an apply found, which alone looks.
  public func render(
    _ plan: Plan, lostDeliveries: [KeyDelivery] = [], exit: ExitNote
  ) throws -> String {
    try JSONText.encode(
      Document(
        plan: plan, purpose: purpose, lostDeliveries: lostDeliveries, isSandbox: isSandbox,
        exit: exit))
  }

  /// The plan's own keys, with what a reader would otherwise have to work out beside them.
  private struct Document: Encodable {
    var plan: Plan
    var purpose: Verdict.Purpose
    var lostDeliveries: [KeyDelivery]
    var isSandbox: Bool
    var exit: ExitNote

    enum CodingKeys: String, CodingKey {
      case document, isSandbox, isClean, hasDrift, counts, lostDeliveries, exit
    }

    func encode(to encoder: any Encoder) throws {
      try plan.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(purpose, forKey: .document)
      try container.encode(isSandbox, forKey: .isSandbox)
      let verdict = Verdict(plan, for: purpose, lostDeliveries: lostDeliveries)
      try container.encode(verdict.isClean, forKey: .isClean)
      try container.encode(plan.hasDrift, forKey: .hasDrift)
      try container.encode(plan.counts, forKey: .counts)
      if purpose == .apply {
        try container.encode(lostDeliveries.map(LostDelivery.init), forKey: .lostDeliveries)
      }
      try container.encode(exit, forKey: .exit)
    }
  }
}
