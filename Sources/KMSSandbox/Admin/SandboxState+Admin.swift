internal import KMSModel

extension SandboxState {
  func status() -> WireJSON {
    let perOperation = counters.perOperation.sorted { $0.key < $1.key }
      .map { WireJSON.Member(name: $0.key, value: .number($0.value)) }
    return .object([
      "version": .string(SandboxVersion.current), "account": .string(inventory.account),
      "region": .string(inventory.region), "time": .string(clock.now.iso8601),
      "calls": .number(counters.calls), "operations": .object(perOperation),
      "connections": .number(counters.peers.count),
      "maximumConcurrentCalls": .number(counters.maximumRunning),
      "held": .array(held.values.sorted { $0.number < $1.number }.map(\.json)),
      "objects": .object([
        "networkrule": .number(inventory.networkRules.count),
        "policy": .number(inventory.policies.count),
        "applicationaccesspoint": .number(inventory.accessPoints.count),
        "clientkey": .number(inventory.clientKeys.count),
      ]),
    ])
  }

  /// The lasting and the temporary access key; both open this sandbox and nothing else.
  func credentials() -> WireJSON {
    .object([
      "credentials": .array(
        inventory.accessKeys.all.map { key in
          .object([
            "accessKeyID": .string(key.id), "accessKeySecret": .string(key.secret),
            "securityToken": key.securityToken.map(WireJSON.string) ?? .null,
          ])
        })
    ])
  }

  /// The calls after number `since`, at most the last `limit`.
  func log(_ body: WireJSON) -> WireJSON {
    let since = body["since"]?.intValue ?? 0
    let limit = body["limit"]?.intValue ?? 1000
    let calls = log.filter { $0.number > since }.suffix(max(limit, 0))
    return .object(["calls": .array(calls.map(\.json)), "total": .number(counters.calls)])
  }

  func reset(_ body: WireJSON) throws(AdminError) {
    do { try reset() } catch { throw AdminError(error) }
  }

  /// `{"set": […]}` replaces the faults, `{"add": […]}` adds, `{"clear": true}` takes all away.
  func changeFaults(_ body: WireJSON) throws(AdminError) {
    let added = try Self.faults(body["add"])
    if let replaced = body["set"] {
      faults = FaultBook(try Self.faults(replaced))
    } else if body["clear"]?.boolValue == true {
      faults = FaultBook()
    } else if added.isEmpty {
      throw AdminError(400, "nothing to do: give set, add or clear")
    }
    faults.add(added)
  }

  func moveClock(_ body: WireJSON) throws(AdminError) {
    if let text = body["freeze"]?.stringValue {
      guard let moment = Timestamp(iso8601: text) else {
        throw AdminError(400, "'\(text)' is not a time like 2026-01-02T03:04:05Z")
      }
      clock.stop(at: moment)
    } else if let seconds = body["advanceSeconds"]?.intValue {
      clock.advance(seconds: Int64(seconds))
    } else if body["run"]?.boolValue == true {
      clock.run()
    } else {
      throw AdminError(400, "nothing to do: give freeze, advanceSeconds or run")
    }
  }

  func edit(_ body: WireJSON) throws(AdminError) {
    var changed = inventory
    let edits: [WireJSON]
    if case .array(let list)? = body["edits"] { edits = list } else { edits = [body] }
    for edit in edits { try InventoryEdit(edit).apply(to: &changed, now: clock.now) }
    changed.revision += 1
    do { try replaceInventory(changed) } catch { throw AdminError(error) }
  }

  private static func faults(_ value: WireJSON?) throws(AdminError) -> [Fault] {
    guard let value else { return [] }
    guard let texts = value.stringList else { throw AdminError(400, "faults are a list of texts") }
    do {
      return try texts.map { text throws(FaultSyntaxError) in try Fault(text) }
    } catch {
      throw AdminError(400, error.description)
    }
  }
}
