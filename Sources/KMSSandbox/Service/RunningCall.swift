internal import KMSModel

/// One call on its way through signature, faults and work.
struct RunningCall {
  let number: Int
  let state: SandboxState
  /// Whether the client has closed its connection.
  let isAbandoned: @Sendable () -> Bool
  private(set) var operationName = ""
  private(set) var objectName = ""
  private(set) var losesAnswer = false

  init(number: Int, state: SandboxState, isAbandoned: @escaping @Sendable () -> Bool) {
    self.number = number
    self.state = state
    self.isAbandoned = isAbandoned
  }

  mutating func run(_ request: SandboxRequest) async throws(WireError) -> WireAnswer {
    operationName = request.headers["x-acs-action"] ?? ""
    let call = try WireCall(request)
    operationName = call.operation.rawValue
    objectName = call.objectName
    let caller = try await state.authenticate(call.proof)
    try checkPermission(for: call.operation)
    let plan = await state.faultPlan(for: call.operation)
    try await delay(milliseconds: plan.delayMilliseconds)
    if plan.holdsBefore {
      await hold(.before)
      if !plan.landsLate { try dropIfAbandoned() }
    }
    if let refusal = plan.refusal { throw refusal }
    losesAnswer = plan.losesAnswer
    let answer =
      if plan.lagMilliseconds > 0, !call.operation.isMutating {
        try await state.read(
          call, as: caller, lagging: .milliseconds(plan.lagMilliseconds))
      } else {
        try await work(call, as: caller)
      }
    if plan.holdsAfter { await hold(.after) }
    if let refusal = plan.refusalAfterwards { throw refusal }
    return answer
  }

  private func checkPermission(for operation: Operation) throws(WireError) {
    guard let allowed = state.options.allowedActions, let action = operation.action,
      !allowed.contains(where: { Wildcard.pattern($0, matches: action) })
    else { return }
    throw .noPermission(action)
  }

  private func work(
    _ call: WireCall, as caller: AccessKeyRecord
  ) async throws(WireError) -> WireAnswer {
    guard call.operation == .createClientKey else {
      return try await state.perform(call, as: caller)
    }
    let order = try await state.orderClientKey(call, as: caller)
    return try await state.keep(try await order.issue(state.keyMaker), call, as: caller)
  }

  /// Ends a call whose client was gone before anything was done, as if it had never arrived.
  private mutating func dropIfAbandoned() throws(WireError) {
    guard isAbandoned() else { return }
    losesAnswer = true
    throw WireError(499, "ClientGone", "The client was gone before the call was carried out.")
  }

  private func hold(_ moment: Fault.Moment) async {
    await state.hold(
      HeldCall(
        number: number, operation: operationName, objectName: objectName, moment: moment))
  }

  private func delay(milliseconds: Int) async throws(WireError) {
    guard milliseconds > 0 else { return }
    do {
      try await Task.sleep(for: .milliseconds(milliseconds))
    } catch {
      throw WireError(503, "ServiceUnavailable", "The sandbox is going down.")
    }
  }
}
