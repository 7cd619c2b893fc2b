internal import KMSModel
internal import Planning
internal import Secrets
internal import Texts

extension ClientKeyIssuer {
  /// Asks for a key with exactly the intent's dates, proves it, and writes its id to the intent.
  ///
  /// A key whose answer was lost is of no use: it is found by its dates and deleted. So is one whose
  /// answer names no new key of this access point. Nothing when another run's key turned out to be
  /// the one that was wanted.
  func issue(
    _ intent: KeyIntent, besides keys: [LiveClientKey], password: Secret
  ) async throws(StepFailure) -> IssuedClientKey? {
    let baseline = Set(keys.map(\.id))
    try await withdrawingWithoutPlace(keys, intent)
    var lost: KMSFailure?
    for _ in 1...Attempts.maximum {
      let issued: IssuedClientKey
      try await store.checkClaim(intent)
      do {
        issued = try await context.service.createClientKey(
          accessPoint: order.accessPoint, password: password, notBefore: intent.notBefore,
          notAfter: intent.notAfter,
          recheck: store.recheck(before: "CreateClientKey", holding: intent))
      } catch {
        guard error.isOutcomeOpen else {
          // What an earlier try of the overtaken call made is nobody's.
          if error.cause == .overtaken { _ = try? await removeLostKeys(intent, besides: baseline) }
          // A lost key of ours may be what takes the last place.
          if error.kind == .quota, try await removeLostKeys(intent, besides: baseline) { continue }
          // After a lost answer the intent stays: its key may still turn up.
          guard lost == nil, (try? await withdrawIntent(intent)) != nil else {
            throw StepFailure(error.hiding(password))
          }
          throw await stuck(after: error.hiding(password))
        }
        lost = error.hiding(password)
        try await removeLostKeys(intent, besides: baseline)
        continue
      }
      guard let (live, listed) = try await lookUp(issued, intent, besides: baseline) else {
        lost = KMSFailure(
          cause: .malformedAnswer, operation: "CreateClientKey",
          message: "the answer names \(issued.id), which is no new key of '\(order.accessPoint)'",
          mayHaveHappened: true)
        try await removeLostKeys(intent, besides: baseline)
        continue
      }
      if lost != nil { try await removeLostKeys(intent, besides: baseline.union([issued.id])) }
      try await prove(issued, live, intent, password, among: listed)
      let isSuperseded = try await isSuperseded(
        issued.id, intent, besides: baseline, among: listed)
      guard !isSuperseded else { return nil }
      if try await identify(issued, intent, baseline) { return issued }
    }
    throw nothingIssued(lost)
  }

  private func nothingIssued(_ lost: KMSFailure?) -> StepFailure {
    let again = "run 'kmsctl apply' again: it removes what this one may have left"
    let message =
      "no client key could be issued for '\(order.accessPoint)' in \(Attempts.maximum) tries"
    guard let lost else { return StepFailure(.other, message, nextStep: again) }
    return StepFailure(
      .service(lost), "\(message): \(lost)",
      nextStep: "\(FailureAdvice(lost).remedy(.writing)); then \(again)")
  }

  /// Deletes the keys of lost answers, and says whether there were any; other new keys are
  /// somebody's and only told about.
  @discardableResult
  private func removeLostKeys(
    _ intent: KeyIntent, besides known: Set<String>
  ) async throws(StepFailure) -> Bool {
    var hasRemoved = false
    let marker = try await store.read().marker
    for key in try await listKeys() where !known.contains(key.id) && !marker.records(key.shortID) {
      guard intent.isToken(of: key) else {
        await context.note("client key \(key.id) was made by somebody else; it is left alone")
        continue
      }
      guard marker.intent?.shortID != key.shortID else {
        throw StepFailure(
          .changedSincePlan,
          "another run is delivering client key \(key.id) of '\(order.accessPoint)'",
          nextStep: "let the other run end, then plan again")
      }
      try await removeKey(key.id, holding: intent)
      hasRemoved = true
      await context.note("deleted client key \(key.id): the answer that carried it was lost")
    }
    return hasRemoved
  }

  /// Makes the marker name a key that was proven; false asks for another one.
  private func identify(
    _ issued: IssuedClientKey, _ intent: KeyIntent, _ baseline: Set<String>
  ) async throws(StepFailure) -> Bool {
    let shortID = LiveClientKey.shortID(issued.id)
    let recorded: Bool
    do { recorded = try await store.look().marker.records(shortID) } catch {
      throw await takingBack(issued.id, intent, after: error)
    }
    guard !recorded, !baseline.contains(where: { LiveClientKey.shortID($0) == shortID }) else {
      try await removeKey(issued.id)
      await context.note("deleted client key \(issued.id): another key has the same short id")
      return false
    }
    do {
      try await store.change(holding: intent, serving: true) { marker in
        marker.intent?.shortID = shortID
        // The intent may be another run's, with other destinations.
        marker.intent?.place = destinations.place
      }
    } catch {
      throw await takingBack(issued.id, intent, after: error)
    }
    await context.note("issued client key \(issued.id), valid until \(issued.notAfter)")
    return true
  }

  /// Deletes a key that was delivered nowhere and takes the intent back; returns what to throw.
  ///
  /// With stages left the intent keeps the key's id, so that the next run removes them.
  func takingBack(
    _ id: String, _ intent: KeyIntent, hasStagesLeft: Bool = false, after reason: StepFailure
  ) async -> StepFailure {
    var failure = reason
    do {
      try await removeKey(id)
      await context.note("deleted client key \(id) again")
      if !hasStagesLeft { try await withdrawIntent(intent) }
    } catch {
      failure.message += "; afterwards: \(error.message)"
      failure.nextStep = "run 'kmsctl apply' again: it removes what this one left"
    }
    return failure
  }
}

extension KMSFailure {
  /// The failure without the password, should the service have quoted the request.
  func hiding(_ secret: Secret) -> KMSFailure {
    var copy = self
    copy.message = secret.redacting(message)
    copy.code = code.map(secret.redacting)
    return copy
  }
}

extension Secret {
  /// A text with every occurrence of this secret covered.
  func redacting(_ text: String) -> String {
    guard byteCount > 0 else { return text }
    return withUnsafeText { secret in
      let covered = text.replacing(text: secret, by: description)
      // A request that is quoted has it percent-encoded; which characters is up to who quotes.
      return Self.percentDecoded(covered).holds(text: secret) ? description : covered
    }
  }

  private static func percentDecoded(_ text: String) -> String {
    var decoded: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        decoded.append(byte)
        continue
      }
      rest = rest.dropFirst(2)
      decoded.append(value)
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}
