internal import KMSModel

extension SandboxState {
  /// A call has arrived; gives it its number.
  func begin(peer: SandboxPeer) -> Int {
    counters.begin(peer: peer)
    return counters.calls
  }

  /// What will go wrong with it, once its signature is known to be good.
  func faultPlan(for operation: Operation) -> FaultPlan {
    faults.plan(for: operation)
  }

  /// Carries out a read on what was there a while ago.
  func read(
    _ call: WireCall, as caller: AccessKeyRecord, lagging span: Duration
  ) throws(WireError) -> WireAnswer {
    var run = run(call, as: caller)
    if let old = past.inventory(before: span) { run.inventory = old }
    return WireAnswer(members: try run.perform(call.operation))
  }

  /// Carries out anything but the issue of a client key.
  func perform(_ call: WireCall, as caller: AccessKeyRecord) throws(WireError) -> WireAnswer {
    try change(call, as: caller) { run throws(WireError) in try run.perform(call.operation) }
  }

  /// Checks the request for a client key.
  func orderClientKey(
    _ call: WireCall, as caller: AccessKeyRecord
  ) throws(WireError) -> ClientKeyOrder {
    try run(call, as: caller).orderClientKey()
  }

  /// Takes in a client key that was made meanwhile.
  func keep(
    _ key: IssuedKey, _ call: WireCall, as caller: AccessKeyRecord
  ) throws(WireError) -> WireAnswer {
    try change(call, as: caller) { run throws(WireError) in try run.keep(key) }
  }

  /// The call is over: counts and logs it, and says what time the answer shall carry, and how far
  /// that is from the host's.
  func end(
    number: Int, operation: String, objectName: String, status: Int, code: String, isLost: Bool
  ) -> (time: Timestamp, offset: Int64) {
    counters.running -= 1
    counters.perOperation[operation, default: 0] += 1
    append(
      CallRecord(
        number: number, time: clock.now, operation: operation, objectName: objectName,
        status: status, code: code, isLost: isLost))
    return (clock.now, clock.offset)
  }

  private func run(_ call: WireCall, as caller: AccessKeyRecord) -> OperationRun {
    OperationRun(
      inventory: inventory, parameters: call.parameters, options: options, caller: caller,
      now: clock.now)
  }

  private func change(
    _ call: WireCall, as caller: AccessKeyRecord,
    _ body: (inout OperationRun) throws(WireError) -> OperationRun.Members
  ) throws(WireError) -> WireAnswer {
    var run = run(call, as: caller)
    let members = try body(&run)
    do {
      try replaceInventory(run.inventory)
    } catch {
      throw WireError(500, "InternalFailure", error.description)
    }
    return WireAnswer(members: members)
  }
}

/// The members of a successful answer, without the request id.
struct WireAnswer: Sendable {
  var members: OperationRun.Members
}
