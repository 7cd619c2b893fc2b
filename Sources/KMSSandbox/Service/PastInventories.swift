/// What the inventory was before its last changes, for reads that are told to lag behind.
///
/// Kept only while a `lag` fault is in force, and no longer than the longest of them.
struct PastInventories: Sendable {
  private var entries: [(until: ContinuousClock.Instant, inventory: Inventory)] = []

  /// Keeps what a change has just replaced.
  mutating func keep(_ inventory: Inventory, for span: Duration) {
    let now = ContinuousClock.now
    entries.removeAll { now - $0.until > span }
    if span > .zero { entries.append((now, inventory)) }
  }

  /// What was there so long ago; nothing when that is still what is there.
  func inventory(before span: Duration) -> Inventory? {
    let moment = ContinuousClock.now - span
    return entries.first { $0.until > moment }?.inventory
  }
}
