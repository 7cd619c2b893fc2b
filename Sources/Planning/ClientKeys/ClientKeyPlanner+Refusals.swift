internal import KMSModel

extension ClientKeyPlanner {
  /// Refuses what somebody named and cannot have.
  mutating func refuseWhatCannotBe(_ schedule: KeySchedule) {
    let options = context.options.keys
    for name in options.rotateNow.union(options.compromised).sorted() {
      refuseRotation(of: name, schedule.lifecycles[name])
    }
    for key in options.retire.sorted() { refuseRetirement(of: key, schedule) }
  }

  private mutating func refuseRotation(of name: String, _ lifecycle: KeyLifecycle?) {
    let id = ResourceID(.clientKey, name)
    let place = context.desired.clientKeys[name]?.place
    guard let desired = context.desired.clientKeys[name] else {
      findings.refusals.append(
        Refusal(
          .keyNotRotatable, id, "no client key is declared for aap/\(name)",
          nextStep: "declare one, or see 'kmsctl key list' for the names"))
      return
    }
    guard context.writesMarkers else {
      findings.refusals.append(
        Refusal(
          .keyNotRotatable, id, "\(id) cannot be rotated: 'ownership: none' issues no client keys",
          nextStep: "set 'ownership: marker' in kmsctl.yaml, and let an apply own aap/\(name)",
          place: desired.place))
      return
    }
    guard let lifecycle else {
      // What stands in the marker's place is refused already, and says what mends it.
      switch context.live.accessPoints[name]?.reading {
      case .damaged, .newer: return
      case .some(.none), .marked, nil: break
      }
      // What could not be read is refused already, and is not for that reason not there.
      let accessPoint = ResourceID(.accessPoint, name)
      guard !context.unread.contains(id), !context.unread.contains(accessPoint) else { return }
      findings.refusals.append(
        Refusal(
          .keyNotRotatable, id,
          "\(id) cannot be rotated: aap/\(name) is not live, not this stack's, or left out",
          nextStep: "make or adopt it first with 'kmsctl apply'", place: desired.place))
      return
    }
    // It is left to the other run, which is no refusal.
    guard lifecycle.hold == nil else { return }
    if lifecycle.hasOpenIssue, context.options.keys.compromised.contains(name) {
      findings.refusals.append(
        Refusal(
          .keyNotRotatable, id,
          "\(id) has an interrupted issue: what it left may be in use and is not known yet",
          nextStep: finishing(lifecycle) + "; then the same with --compromised",
          place: place))
      return
    }
    guard case .heldBack(_, let hold) = lifecycle.issue, case .predecessor(let old) = hold.reason
    else { return }
    findings.refusals.append(
      Refusal(
        .keyNotRotatable, id,
        "\(id) cannot be rotated now: \(KeyReasons.words(hold)), and a third key would live "
          + "beside the two",
        nextStep: "if nobody uses \(old) any more: kmsctl key retire \(old)", place: place))
  }

  private mutating func refuseRetirement(of keyID: String, _ schedule: KeySchedule) {
    for lifecycle in schedule.lifecycles.values {
      guard let key = lifecycle.keys.first(where: { $0.live.id == keyID }) else { continue }
      let id = ResourceID(.clientKey, lifecycle.accessPoint)
      let place = context.desired.clientKeys[id.name]?.place
      // It is left to the other run, which is no refusal.
      guard context.live.holds[id.name] == nil else { return }
      guard !mayRetire(key, lifecycle) else { return retireUndeclared(key, lifecycle) }
      guard !lifecycle.hasOpenIssue || !(key.isRecorded || key.state == .pending) else {
        findings.refusals.append(
          Refusal(
            .keyNotRetirable, id,
            "client key \(keyID) of aap/\(id.name) may be the one in use: an interrupted issue is "
              + "not finished",
            nextStep: finishing(lifecycle), place: place))
        return
      }
      let refusal =
        key.isRecorded
        ? Refusal(
          .keyNotRetirable, id,
          "client key \(keyID) is the last valid one of aap/\(id.name), or the one in use",
          nextStep: "deliver a successor first: \(KeyCommandLine.rotate(id.name, "--now"))",
          place: place)
        : Refusal(
          .keyNotRetirable, id,
          "client key \(keyID) of aap/\(id.name) is not recorded: somebody else made it",
          nextStep: "delete it where it was made; kmsctl never touches it", place: place)
      findings.refusals.append(refusal)
      return
    }
    guard context.writesMarkers else {
      findings.refusals.append(
        Refusal(
          .keyNotRetirable, nil,
          "client key \(keyID) is not this stack's to delete: 'ownership: none' owns nothing",
          nextStep: VendorCommand.deletion(ofClientKey: keyID, region: context.stack.region)))
      return
    }
    findings.refusals.append(
      Refusal(
        .keyNotRetirable, nil, "no access point of this stack has a client key \(keyID)",
        nextStep: "see 'kmsctl key list' for the ids"))
  }

  /// A half published key goes only in a run that issues its successor: whoever has it is cut off
  /// until then.
  func mayRetire(_ key: KeyLifecycle.Key, _ lifecycle: KeyLifecycle) -> Bool {
    let isDeclared = context.desired.clientKeys[lifecycle.accessPoint] != nil
    return key.isDispensable && (!key.isHalfPublished || lifecycle.issues || !isDeclared)
  }

  /// How an open issue is finished: by itself, or once there is a place.
  private func finishing(_ lifecycle: KeyLifecycle) -> String {
    if case .stuck(let shortage) = lifecycle.issue {
      return "make a place for its successor first: \(shortage.nextStep)"
    }
    return "finish it first: \(KeyCommandLine.rotate(lifecycle.accessPoint))"
  }

  /// A recorded key of an access point for which no key is declared any more.
  private mutating func retireUndeclared(_ key: KeyLifecycle.Key, _ lifecycle: KeyLifecycle) {
    guard context.desired.clientKeys[lifecycle.accessPoint] == nil, !lifecycle.isDeferred else {
      return
    }
    let id = ResourceID(.clientKey, lifecycle.accessPoint)
    plan.removals.append(.init(accessPoint: id.name, keyID: key.live.id, cause: .requested))
    plan.changes.append(
      Change(
        id: id, action: .delete, origin: .git, group: .change, reason: KeyReasons.requested(key),
        key: ChangedKey(key)))
  }
}
