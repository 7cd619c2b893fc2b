internal import KMSModel
public import Planning

/// A plan as text, in the words and symbols Terraform's users know.
public struct PlanText: Sendable {
  private let style: Style
  private let purpose: Verdict.Purpose
  private let showsUnmanaged: Bool
  private let isSandbox: Bool
  private let target: RunTarget?

  /// Creates a renderer; with a target, the text begins with where the plan would be carried out.
  public init(
    style: Style, purpose: Verdict.Purpose = .plan, showsUnmanaged: Bool = false,
    isSandbox: Bool = false, target: RunTarget? = nil
  ) {
    self.style = style
    self.purpose = purpose
    self.showsUnmanaged = showsUnmanaged
    self.isSandbox = isSandbox
    self.target = target
  }

  /// The banner of everything that came from the sandbox.
  public static let sandboxBanner =
    "SANDBOX: this is the built-in sandbox, not Alibaba Cloud. Nothing here is real."

  /// The second banner, of a sandbox whose clock was moved: what is valid and what is due is told
  /// by that clock.
  static func clockBanner(_ stack: Plan.StackIdentity) -> String? {
    stack.sandboxTime.map { "SANDBOX CLOCK: moved by hand; it says that it is \($0)." }
  }

  /// The whole plan, ending with its counts and fingerprint.
  public func render(_ plan: Plan, lostDeliveries: [KeyDelivery] = []) -> String {
    let verdict = Verdict(plan, for: purpose, lostDeliveries: lostDeliveries)
    let refusals = FindingsText(style: style)
    // The plan refuses what could not be read; the coverage has just told it, with the next step.
    let unreadable = Set(UnreadableGroup.groups(plan.coverage.unreadable).map(\.message))
    let sections = [
      banners(plan),
      verdict.headline.map { style.paint($0, .strong) + "\n" } ?? "",
      groups(plan),
      bookkeeping(plan),
      UnknownKeysText(style: style).render(plan.unknownKeys),
      refusals.render(plan.warnings),
      refusals.render(plan.notes),
      CoverageText(style: style, showsUnmanaged: showsUnmanaged).render(plan.coverage),
      refusals.render(plan.stuck),
      refusals.render(plan.refusals.filter { !unreadable.contains($0.message) }),
      lastLines(plan),
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func banners(_ plan: Plan) -> String {
    var text = isSandbox ? style.paint(Self.sandboxBanner, .strong) + "\n" : ""
    text += Self.clockBanner(plan.stack).map { style.paint($0, .strong) + "\n" } ?? ""
    if let target { text += target.heading + "\n" }
    if plan.isPartial {
      text += style.paint("PARTIAL RUN:", .strong)
      text += " only part of the stack was looked at."
      text += " Nothing is deleted that was not targeted.\n"
    }
    return text
  }

  private func groups(_ plan: Plan) -> String {
    let titles: [(Change.Group, String)] = [
      (.change, "This change:"), (.drift, "Live drift that would be reverted:"),
      (.scheduled, "Scheduled (caused by the clock alone):"),
    ]
    let changes = ChangeText(style: style, steps: plan.steps)
    let texts = titles.compactMap { group, title -> String? in
      let own = plan.changes.filter { $0.group == group }
      guard !own.isEmpty else { return nil }
      return style.paint(title, .strong) + "\n\n"
        + own.map(changes.render).joined(separator: "\n")
    }
    return texts.joined(separator: "\n")
  }

  private func bookkeeping(_ plan: Plan) -> String {
    let own = plan.changes.filter { $0.group == .bookkeeping }
    let markers = own.filter { $0.action == .markerOnly }
    let changes = ChangeText(style: style, steps: plan.steps)
    var texts = own.filter { $0.action != .markerOnly }.map(changes.render)
    if !markers.isEmpty {
      let names = markers.map { Printable.escaped($0.id.shortForm) }.joined(separator: ", ")
      texts.append("   ~ \(Phrase.count(markers.count, "marker")) to bring up to date: \(names)\n")
    }
    guard !texts.isEmpty else { return "" }
    return style.paint("Bookkeeping (not counted as changes):", .strong) + "\n\n"
      + texts.joined(separator: "\n")
  }

  private func lastLines(_ plan: Plan) -> String {
    let counts = plan.counts
    let line =
      "\(style.paint("Plan:", .strong)) \(counts.add) to add, \(counts.change) to change, "
      + "\(counts.destroy) to destroy.\n"
    let clock = plan.changes.contains { $0.group == .scheduled && !$0.steps.isEmpty }
    let hasCounts = !plan.steps.isEmpty || !plan.refusals.isEmpty
    return (hasCounts ? line : "")
      + (clock ? "The fingerprint leaves out what the clock alone causes.\n" : "")
      + "Fingerprint: \(plan.fingerprint)\n"
  }
}
