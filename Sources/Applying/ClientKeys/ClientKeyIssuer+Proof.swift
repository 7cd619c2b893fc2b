internal import Delivery
internal import KMSModel
internal import Planning
internal import Secrets

extension ClientKeyIssuer {
  /// What the service shows of the key that an answer names; nothing when that is no new key of this
  /// access point, so that the answer is none.
  func lookUp(
    _ issued: IssuedClientKey, _ intent: KeyIntent, besides baseline: Set<String>
  ) async throws(StepFailure) -> (key: LiveClientKey, among: [LiveClientKey])? {
    guard !baseline.contains(issued.id) else { return nil }
    let live: LiveClientKey
    var listed: [LiveClientKey] = []
    do throws(StepFailure) {
      switch try await LiveKeyLook(accessPoint: order.accessPoint, context: context)
        .find(issued.id)
      {
      case .listed(let key, let keys): (live, listed) = (key, keys)
      case .known(let key): live = key
      case .gone:
        await context.waiting.memory.note(notIssued: issued.id, of: order.accessPoint)
        return nil
      }
    } catch {
      var failure = error
      failure.message =
        "client key \(issued.id) was issued, but could not be looked up: \(error.message)"
      failure.nextStep = "run 'kmsctl apply' again: it takes this key back and issues another"
      throw failure
    }
    guard live.certificatePEM.isEmpty else { return (live, listed) }
    // A list without certificates proves nothing; the key alone has one.
    guard let alone = try? await context.service.clientKey(issued.id), alone.id == live.id else {
      return (live, listed)
    }
    return (alone, listed)
  }

  /// Refuses a key that is not good for anything, and takes it back: nothing of it was delivered.
  func prove(
    _ issued: IssuedClientKey, _ live: LiveClientKey, _ intent: KeyIntent, _ password: Secret,
    among listed: [LiveClientKey]
  ) async throws(StepFailure) {
    // Beside a key with the asked dates, this one is somebody else's, whatever the answer says.
    let isOthers =
      !intent.isToken(of: live) && listed.contains { $0.id != live.id && intent.isToken(of: $0) }
    guard intent.isToken(of: live) || issued.hasDates(of: live), !isOthers else {
      // Which of the two is wrong, nobody knows; what may be somebody else's is not deleted.
      throw StepFailure(
        .cameOutDifferent,
        "the answer says that client key \(issued.id) is valid from \(issued.notBefore) to "
          + "\(issued.notAfter), the service lists it as valid from \(live.notBefore) to "
          + "\(live.notAfter): it is left alone",
        nextStep: "'kmsctl key trace \(issued.id)' tells whose it is and what deletes it; then run "
          + "'kmsctl apply' again")
    }
    guard intent.isAnswered(by: issued) else {
      throw await takingBack(
        issued.id, intent,
        after: StepFailure(
          .cameOutDifferent,
          "the service gave the new client key other dates than asked: \(issued.notBefore) to "
            + "\(issued.notAfter) for \(intent.notBefore) to \(intent.notAfter)"))
    }
    let now: Timestamp
    do { now = try await serviceTime() } catch {
      throw await takingBack(issued.id, intent, after: error)
    }
    let proof = KeyProof(open: context.openContainer)
    guard
      let objection = proof.objection(
        to: issued, password: password, live: live, asked: intent, at: now)
    else {
      if let warning = KeyProof.warning(about: live, at: now) { await context.note(warning) }
      return
    }
    throw await takingBack(
      issued.id, intent,
      after: StepFailure(
        .cameOutDifferent,
        "client key \(issued.id) is not good, so nobody got it: \(objection)",
        nextStep: "run the same command again: it issues another one; if that is no better, see "
          + "what stands between kmsctl and the service, or ask the service's support"))
  }
}

extension IssuedClientKey {
  /// Whether an answer and a list agree about when the key is valid.
  fileprivate func hasDates(of live: LiveClientKey) -> Bool {
    notBefore == live.notBefore && notAfter == live.notAfter
  }
}
