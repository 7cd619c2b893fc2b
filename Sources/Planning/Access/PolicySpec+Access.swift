internal import KMSModel

extension PolicySpec {
  /// How an update moves the grants: the roles times the resources.
  func grantShift(to other: Self) -> AccessShift {
    AccessShift(narrows: !other.grantsAll(of: self), widens: !grantsAll(of: other))
  }

  /// What both specs grant, from the network this one has; no roles grant nothing.
  func narrowedGrants(to other: Self) -> Self {
    var narrowed = self
    narrowed.roles = roles.intersection(other.roles)
    narrowed.resources = resources.subtracting(
      ResourcePattern.uncovered(resources, by: other.resources)
    ).union(
      other.resources.subtracting(ResourcePattern.uncovered(other.resources, by: resources)))
    if narrowed.resources.isEmpty || narrowed.roles.isEmpty {
      narrowed.roles = []
      narrowed.resources = resources
    }
    return narrowed
  }

  private func grantsAll(of other: Self) -> Bool {
    other.roles.isEmpty || other.resources.isEmpty
      || (other.roles.isSubset(of: roles)
        && ResourcePattern.uncovered(other.resources, by: resources).isEmpty)
  }
}

extension NetworkAccess {
  /// How a change of the references alone moves access, the rules' own contents aside.
  func shift(to other: Self) -> AccessShift {
    switch (self, other) {
    case (.opaque(let old), .opaque(let new)): old == new ? .neutral : .mixed
    case (.opaque, _), (_, .opaque): .mixed
    case (_, _) where isOpen || other.isOpen:
      AccessShift(narrows: isOpen && !other.isOpen, widens: !isOpen && other.isOpen)
    case (_, _):
      AccessShift(
        narrows: !ruleNames.isSubset(of: other.ruleNames),
        widens: !other.ruleNames.isSubset(of: ruleNames))
    }
  }
}
