internal import Delivery
internal import KMSModel
internal import Planning
internal import Secrets

extension ClientKeyIssuer {
  /// Stages a key everywhere, then publishes it everywhere.
  ///
  /// Until the first publish a failure takes the key back; from then on it stays. Before each write
  /// the issue is seen to be this run's still.
  func deliver(_ key: DeliverableKey, _ intent: KeyIntent) async throws(StepFailure) {
    for destination in destinations.all {
      do {
        try await store.checkClaim(intent)
      } catch {
        throw await abandoning(key, intent, after: error)
      }
      do {
        try await destination.stage(key)
      } catch {
        throw await abandoning(key, intent, after: failure(key, error))
      }
    }
    try await checkAlive(key, intent)
    var published: [String] = []
    for destination in destinations.all {
      do {
        try await store.checkClaim(intent, before: order.spec.longestDelivery)
      } catch {
        guard published.isEmpty else { throw error }
        throw await abandoning(key, intent, after: error)
      }
      do {
        try await destination.publish(key)
      } catch {
        guard published.isEmpty, await isSurelyUnpublished(key, at: destination, after: error)
        else { throw pending(key, published, error) }
        throw await abandoning(key, intent, after: failure(key, error))
      }
      published.append(destination.summary)
      await context.note("delivered client key \(key.issued.id) to \(destination.summary)")
    }
  }

  /// Fails when the new key is gone before anybody has it: two takeovers of one issue that crossed on
  /// their way leave each run seeing its own claim, and one deletes the other's key.
  private func checkAlive(
    _ key: DeliverableKey, _ intent: KeyIntent
  ) async throws(StepFailure) {
    let reason: StepFailure
    do {
      let look = LiveKeyLook(accessPoint: order.accessPoint, context: context)
      guard case .gone = try await look.find(key.issued.id) else { return }
      reason = StepFailure(
        .changedSincePlan,
        "client key \(key.issued.id) was deleted by another run before it was delivered",
        nextStep: "let the other run end, then plan again")
    } catch {
      reason = error
    }
    throw await abandoning(key, intent, after: reason)
  }

  private func isSurelyUnpublished(
    _ key: DeliverableKey, at destination: any ClientKeyDestination, after error: DeliveryError
  ) async -> Bool {
    switch error.code {
    case .outcomeUnknown, .readBackDiffers: return false
    case .notTaken: return true
    case .unusable, .writeFailed:
      let holding = try? await destination.holds(shortID: LiveClientKey.shortID(key.issued.id))
      return holding == .notPublished
    }
  }

  private func failure(_ key: DeliverableKey, _ error: DeliveryError) -> StepFailure {
    StepFailure(
      .deliveryFailed,
      "client key \(key.issued.id) could not be delivered to \(error.destination): "
        + key.redacting(error.message),
      nextStep: key.redacting(error.remedy) + "; then run the same command again")
  }

  /// Takes back a key that nobody can be using; returns what to throw.
  ///
  /// No look comes first, also when another run has the issue by now: only this run has the private
  /// half, so its stages are nobody else's.
  private func abandoning(
    _ key: DeliverableKey, _ intent: KeyIntent, after reason: StepFailure
  ) async -> StepFailure {
    let leftovers = await destinations.discard(shortID: LiveClientKey.shortID(key.issued.id))
    for left in leftovers {
      await context.note("\(left.destination): \(key.redacting(left.message))")
    }
    return await takingBack(
      key.issued.id, intent, hasStagesLeft: !leftovers.isEmpty, after: reason)
  }

  private func pending(
    _ key: DeliverableKey, _ published: [String], _ error: DeliveryError
  ) -> StepFailure {
    let places = published.isEmpty ? "perhaps" : "at \(published.joined(separator: ", "))"
    return StepFailure(
      .keyPending,
      "client key \(key.issued.id) is published \(places), but not surely at "
        + "\(error.destination): \(key.redacting(error.message))",
      nextStep: "repair the destination and run 'kmsctl apply' again: it issues a successor")
  }
}

extension DeliverableKey {
  /// A text without this key's private half and password.
  fileprivate func redacting(_ text: String) -> String {
    password.redacting(issued.privateKeyData.redacting(text))
  }
}
