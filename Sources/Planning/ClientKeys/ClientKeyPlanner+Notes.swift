internal import KMSModel

/// What an adoption means for client keys: it issues none, and it knows none for its own.
extension ClientKeyPlanner {
  /// Says which keys an access point without a marker brings along: one of them may have been ours.
  mutating func noteAdoption(_ item: Item<AccessPointSpec>) {
    let keys = adoptedKeys(item)
    guard item.change?.action == .adopt, !context.options.keys.isKeyRun, !keys.isEmpty else {
      return
    }
    let name = item.id.name
    let isDeclared = context.desired.clientKeys[name] != nil
    findings.notes.append(
      PlanNote(
        item.id,
        "\(item.id.shortForm) carries no marker that is its own, so \(Self.list(keys)) "
          + "\(keys.count == 1 ? "counts" : "count") as delivered by others; if a marker was removed "
          + "there, a client key that kmsctl delivered is among them and is no longer known as its own",
        nextStep: isDeclared
          ? "after the apply, '\(KeyCommandLine.rotate(name, "--now"))' delivers a key "
            + "that kmsctl knows; 'kmsctl key verify' tells which key a delivered file holds"
          : "to have kmsctl issue keys there, declare one; 'kmsctl key verify' tells which key a "
            + "delivered file holds"))
  }

  /// Says that a declared key is not issued by itself while one of others is good.
  mutating func noteKeyOfOthers(
    _ id: ResourceID, _ item: Item<AccessPointSpec>?, _ lifecycle: KeyLifecycle
  ) {
    guard let item, !context.options.keys.isKeyRun, case .fresh(let dueAt) = lifecycle.issue,
      let marker = keyMarker(item), !marker.keys.contains(where: { $0.origin != .elsewhere })
    else { return }
    let keys = adoptedKeys(item)
    guard !keys.isEmpty else { return }
    let isAdoption = item.change?.action == .adopt
    findings.notes.append(
      PlanNote(
        id,
        "\(id) is declared and is not issued before \(dueAt): \(item.id.shortForm) "
          + "\(isAdoption ? "is" : "was") adopted with \(Self.list(keys)), which others delivered",
        nextStep: "to issue one and deliver it as declared"
          + (isAdoption ? ", after the apply" : "")
          + ": \(KeyCommandLine.rotate(id.name, "--now"))"))
  }

  /// The live keys that the marker after this run records as delivered by others.
  private func adoptedKeys(_ item: Item<AccessPointSpec>) -> [LiveClientKey] {
    let recorded = Set(
      (keyMarker(item)?.keys ?? []).filter { $0.origin == .elsewhere }.map(\.shortID))
    return (context.live.clientKeys[item.id.name] ?? [])
      .filter { recorded.contains($0.shortID) }
      .sorted { ($0.notAfter, $0.id) < ($1.notAfter, $1.id) }
  }

  private static func list(_ keys: [LiveClientKey]) -> String {
    (keys.count == 1 ? "client key " : "client keys ") + keys.map(\.id).joined(separator: ", ")
  }
}
