internal import KMSModel

/// The words of refusals that are about who refers to what goes.
enum ReferrerRefusal {
  static func outside(
    _ id: ResourceID, _ isReplaced: Bool, _ referrer: ResourceID, _ ownership: Ownership?
  ) -> Refusal {
    let owner: String
    switch ownership {
    case .other(let marker): owner = "of stack '\(marker.owner.stack)'"
    case .newer: owner = "with a marker of a newer kmsctl"
    case .damaged: owner = "with a damaged marker"
    case .ours, .unowned, nil: owner = "which this stack does not own"
    }
    return Refusal(
      .referredToFromOutside, id,
      "\(id.shortForm) would be \(isReplaced ? "replaced" : "deleted"), and \(referrer.shortForm), "
        + "\(owner), refers to it",
      nextStep: "take the reference out of \(referrer.shortForm) first, or keep \(id.shortForm) "
        + (isReplaced ? "as it is" : "declared"))
  }

  static func stillWanted(_ id: ResourceID, _ referrer: ResourceID) -> Refusal {
    Refusal(
      .referredToFromOutside, id,
      "\(id.shortForm) is this stack's and no longer declared, and \(referrer.shortForm) refers "
        + "to it",
      nextStep: "declare \(id.shortForm), or take the reference out of \(referrer.shortForm)")
  }

  static func cut(_ id: ResourceID, _ referrer: ResourceID) -> Refusal {
    Refusal(
      .targetCutsReplacement, id,
      "\(referrer.shortForm) refers to \(id.shortForm) and is not part of this run",
      nextStep: "take \(referrer.shortForm) into the run, or leave \(id.shortForm) out of it")
  }

  static func notSwappable(_ id: ResourceID, _ referrer: ResourceID) -> Refusal {
    Refusal(
      .noSafeOrder, id,
      "\(referrer.shortForm) has live network access that kmsctl does not understand, so it "
        + "cannot be repointed while \(id.shortForm) is replaced",
      nextStep: "apply the change of \(referrer.shortForm) first, then that of \(id.shortForm)")
  }

  static func ignored(
    _ id: ResourceID, isReplaced: Bool, _ unknown: [ResourceID]
  ) -> Refusal {
    Refusal(
      .unreadable, id,
      "\(id.shortForm) would be \(isReplaced ? "replaced" : "deleted"), and what the stack ignores "
        + "may refer to it: \(unknown.map(\.shortForm).joined(separator: ", "))",
      nextStep: "if none does, to allow exactly this: --allow-unseen-referrers \(id.shortForm)")
  }

  static func missing(_ id: ResourceID, _ referrer: ResourceID) -> Refusal {
    Refusal(
      .targetCutsReplacement, referrer,
      "\(referrer.shortForm) refers to \(id.shortForm), which is not there and not part of this run",
      nextStep: "take \(id.shortForm) into the run")
  }

  static func standInNeedsMarker(_ id: ResourceID) -> Refusal {
    Refusal(
      .replacementNotAllowed, id,
      "\(id.shortForm) is referred to, and its replacement needs a stand-in with a marker, which "
        + "'ownership: none' does not write",
      nextStep: "declare it under a new name, or use 'ownership: marker'")
  }

  static func standInConflict(_ name: ResourceID, _ id: ResourceID) -> Refusal {
    Refusal(
      .standInConflict, id,
      "\(name.shortForm) is there and is not the stand-in that replacing \(id.shortForm) needs",
      nextStep: "delete \(name.shortForm) if nobody uses it, then plan again")
  }
}
