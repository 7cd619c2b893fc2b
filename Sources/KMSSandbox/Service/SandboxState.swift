public import KMSModel

/// The sandbox's memory: inventory, clock, faults, counters and the log of calls.
///
/// An actor, so that calls are carried out one after the other although they arrive side by side.
public actor SandboxState {
  static let rememberedCalls = 10_000

  let options: SandboxOptions
  var inventory: Inventory
  var clock: SandboxClock
  var faults: FaultBook
  var counters = CallCounters()
  var log: [CallRecord] = []
  var past = PastInventories()
  var held: [Int: HeldCall] = [:]
  var releases: [Int: CheckedContinuation<Void, Never>] = [:]
  var holdWaiters: [CheckedContinuation<Void, Never>] = []

  private var nonces = NonceMemory()
  private let store: StateStore?
  let keyMaker: ClientKeyMaker
  private let hostClock: @Sendable () -> Timestamp

  /// Opens the state of a store, or makes a fresh account; without a store nothing is kept.
  public init(
    options: SandboxOptions = SandboxOptions(), store: StateStore? = nil,
    hostClock: @escaping @Sendable () -> Timestamp = { .hostTime }
  ) throws(StateStoreError) {
    try self.init(options: options, store: store, hostClock: hostClock, keyMaker: .real)
  }

  /// The same with another maker of client keys.
  init(
    options: SandboxOptions, store: StateStore?, hostClock: @escaping @Sendable () -> Timestamp,
    keyMaker: ClientKeyMaker
  ) throws(StateStoreError) {
    self.keyMaker = keyMaker
    self.options = options
    self.store = store
    self.hostClock = hostClock
    inventory = try store?.load() ?? .seed()
    clock = SandboxClock(stoppedAt: options.frozenClock, host: hostClock)
    faults = FaultBook(options.faults)
    try store?.save(inventory)
  }

  /// Goes back to the fresh account and the behaviour of the start; the credentials stay.
  func reset() throws(StateStoreError) {
    var fresh = Inventory.seed()
    fresh.accessKeys = inventory.accessKeys
    fresh.revision = inventory.revision + 1
    try replaceInventory(fresh)
    clock = SandboxClock(stoppedAt: options.frozenClock, host: hostClock)
    faults = FaultBook(options.faults)
    let running = counters.running
    counters = CallCounters()
    counters.running = running
    counters.maximumRunning = running
    log = []
    past = PastInventories()
    releaseAll()
  }

  /// Stores a changed inventory first and keeps it only if that worked.
  func replaceInventory(_ changed: Inventory) throws(StateStoreError) {
    guard changed.revision != inventory.revision else { return }
    try store?.save(changed)
    past.keep(inventory, for: faults.longestLag)
    inventory = changed
  }

  /// Finds the caller and checks date, signature and nonce, in this order.
  func authenticate(_ proof: WireCall.Proof) throws(WireError) -> AccessKeyRecord {
    let signed = SignedRequest(proof)
    guard let key = inventory.accessKeys[signed.accessKeyID] else { throw .accessKeyNotFound }
    guard key.securityToken == signed.securityToken else {
      throw key.securityToken == nil || signed.securityToken != nil
        ? SignedRequest.wrongToken : SignedRequest.missingToken
    }
    // A clock moved by hand moves what the service says, not what clients sign by.
    let now = options.strictness.contains(.clock) ? clock.now : clock.hostTime
    try signed.checkDate(now: now)
    try signed.checkSignature(of: key)
    guard nonces.remember(signed.nonce, of: key.id, now: now) else {
      throw WireError(
        400, "SignatureNonceUsed", "Specified signature nonce was used already.")
    }
    return key
  }

  func append(_ record: CallRecord) {
    log.append(record)
    if log.count > Self.rememberedCalls { log.removeFirst(log.count - Self.rememberedCalls) }
    store?.append(record)
  }
}
