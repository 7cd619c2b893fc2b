internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// What Ctrl-C cuts short is not known to be gone.
struct InterruptedWaitTests {
  private let world = World()

  /// Runs one step, and asks to stop as soon as it waits.
  private func failure(
    of operation: Step.Operation, _ life: Life = Life()
  ) async -> StepFailure? {
    let interruption = Interruption()
    let summary = await world.applier(life).apply(
      World.plan([operation]), interruption: interruption
    ) { event in
      if case .note = event { interruption.request() }
    }
    #expect(summary.wasInterrupted)
    #expect(world.time.now < .milliseconds(200))
    return summary.failed.first?.failure
  }

  @Test func anObjectThatIsNotShownIsNotSaidToBeGone() async {
    let policy = World.policy
    let failure = await failure(
      of: .updatePolicy(
        .init(expected: .init(rawDescription: "old", spec: policy.spec), target: policy)))
    #expect(
      failure
        == StepFailure(
          .other, "interrupted before it could be told whether policy/crypto is there",
          nextStep: "run 'kmsctl apply' again"))
  }

  @Test func aRecordStaysWhileItsKeyIsNotShown() async {
    await world.populate()
    await world.store.edit { $0.clientKeys.removeAll { $0.accessPoint == World.accessPoint } }
    let failure = await failure(
      of: .deleteClientKey(
        .init(
          accessPoint: World.accessPoint, keyID: "KAAP.aaaaaaaa-0000-4000-8000-000000000000")))
    #expect(
      failure
        == StepFailure(
          .other,
          "interrupted before it could be told whether the client key of 'orders' is still there",
          nextStep: "run 'kmsctl apply' again"))
    let marker = await world.store.state.accessPoints[World.accessPoint]?.reading.marker
    #expect(marker?.keys.map(\.shortID) == ["aaaaaaaa"])
  }
}
