internal import Applying
internal import KMSModel
internal import Planning

extension History {
  /// Runs the one command that each stuck access point names, and nothing else.
  mutating func obey() async {
    defer { stuck = [:] }
    for (name, step) in stuck.sorted(by: { $0.key < $1.key }) {
      let words = step.split(separator: " ").map(String.init)
      if step.hasPrefix("kmsctl key retire ") {
        await retire(words[3].filter { $0 != "," }, on: name)
      } else if step.hasPrefix("aliyun kms DeleteClientKey --ClientKeyId ") {
        await deleteAsVendor(words[4])
      }
    }
  }

  static func isCommand(_ step: String) -> Bool {
    step.hasPrefix("kmsctl ") || step.hasPrefix("aliyun ")
  }

  private mutating func retire(_ id: String, on name: String) async {
    counts.retired += 1
    guard let marker = await fleet.marker(name),
      await fleet.keys(name).contains(where: { $0.id == id })
    else { return }
    // Only a key that was never surely everywhere may be taken from whoever holds it.
    let record = marker.keys.first { $0.shortID == LiveClientKey.shortID(id) }
    let isHalf = marker.intent != nil && (record == nil || record?.isHalfPublished == true)
    if isHalf { uses = uses.filter { $0.value.key.id != id } }
    fleet.options = KeyOptions(isKeyRun: true, retire: [id])
    let live = await fleet.live()
    // The night took a few seconds.
    now = live.now
    let plan = fleet.plan(live)
    fleet.options = KeyOptions()
    checkPlan(plan, live)
    if !plan.refusals.isEmpty { problems.append("\(name): \(id) is refused: \(plan.refusals)") }
    let summary = await fleet.run(plan)
    if !summary.isComplete { problems.append("\(name): retiring \(id) fails: \(summary.failed)") }
    if await fleet.keys(name).contains(where: { $0.id == id }) {
      problems.append("\(name): \(id) was named and stays")
    }
    await checkRun(plan)
  }

  private mutating func deleteAsVendor(_ id: String) async {
    counts.deletedByVendor += 1
    if byHand.remove(id) == nil { problems.append("\(id) is not a key that others made") }
    await fleet.store.edit { $0.clientKeys.removeAll { $0.id == id } }
  }
}
