internal import KMSModel
internal import Secrets

/// What the model service holds.
struct ModelState: Sendable {
  var networkRules: [String: LiveObject<NetworkRuleSpec>] = [:]
  var policies: [String: LiveObject<PolicySpec>] = [:]
  var accessPoints: [String: LiveObject<AccessPointSpec>] = [:]
  var clientKeys: [LiveClientKey] = []
  var now = Timestamp(secondsSinceEpoch: 1_795_000_044)
  /// The first eight digits of the keys to come; then a counter.
  var nextShortIDs: [String] = []
  var issuedKeys = 0
  /// How many keys an access point holds, whoever made them and whether or not they have ended.
  var maximumKeys = ClientKeySpec.maximumKeysPerAccessPoint
  var roundsDates = false
  /// Seconds that the service is off from the asked dates.
  var dateError: Int64 = 0
  var changesPublicRules = false
  /// What somebody makes of the description of a rule right after it was created.
  var strangersWords: String?
  /// What somebody makes of a policy's description right after it was next updated.
  var strangersPolicy: (name: String, description: String)?
  /// Real containers and their certificates, used in turn; made-up texts when there are none.
  var containers: [(certificatePEM: String, container: Secret)] = []
  /// What becomes of the answer to an issue, and of what lists show of the key; once.
  var nextIssue: (@Sendable (inout IssuedClientKey, inout LiveClientKey) -> Void)?
  /// A key that somebody makes in the console while the next one is being issued.
  var strangersNextKey: LiveClientKey?

  func keys(of accessPoint: String) -> [LiveClientKey] {
    clientKeys.filter { $0.accessPoint == accessPoint }
  }

  mutating func issue(
    _ accessPoint: String, _ password: Secret, _ notBefore: Timestamp, _ notAfter: Timestamp
  ) throws(KMSFailure) -> IssuedClientKey {
    guard accessPoints[accessPoint] != nil else {
      throw KMSFailure(.notFound, operation: "CreateClientKey", message: "no access point")
    }
    if let stranger = strangersNextKey {
      clientKeys.append(stranger)
      strangersNextKey = nil
    }
    guard keys(of: accessPoint).count < maximumKeys else {
      throw KMSFailure(
        .quota, operation: "CreateClientKey", code: "Rejected.LimitExceeded",
        message: "The quota is used up.")
    }
    issuedKeys += 1
    let short = nextShortIDs.isEmpty ? Self.hex(issuedKeys) : nextShortIDs.removeFirst()
    let id = "KAAP.\(short)-0000-4000-8000-0000\(Self.hex(issuedKeys))"
    let dates = [notBefore, notAfter].map { (date: Timestamp) in
      date.adding(seconds: (roundsDates ? -(date.secondsSinceEpoch % 60) : 0) + dateError)
    }
    let made =
      containers.isEmpty
      ? (ModelContainer.certificate(of: id), ModelContainer.make(id, password: password))
      : containers[issuedKeys % containers.count]
    var live = LiveClientKey(
      id: id, accessPoint: accessPoint, notBefore: dates[0], notAfter: dates[1], createTime: now,
      certificatePEM: made.0)
    var issued = IssuedClientKey(
      id: id, accessPoint: accessPoint, notBefore: dates[0], notAfter: dates[1],
      privateKeyData: made.1)
    nextIssue?(&issued, &live)
    nextIssue = nil
    clientKeys.append(live)
    return issued
  }

  mutating func delete(_ id: ResourceID) throws(KMSFailure) {
    let wasThere: Bool
    switch id.kind {
    case .networkRule: wasThere = networkRules.removeValue(forKey: id.name) != nil
    case .policy: wasThere = policies.removeValue(forKey: id.name) != nil
    case .accessPoint:
      wasThere = accessPoints.removeValue(forKey: id.name) != nil
      clientKeys.removeAll { $0.accessPoint == id.name }
    case .clientKey: wasThere = false
    }
    guard wasThere else { throw KMSFailure(.notFound, operation: "Delete", message: "\(id)") }
  }

  mutating func deleteClientKey(_ id: String) throws(KMSFailure) {
    guard let index = clientKeys.firstIndex(where: { $0.id == id }) else {
      throw KMSFailure(.notFound, operation: "DeleteClientKey", message: id)
    }
    clientKeys.remove(at: index)
  }

  private static func hex(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

/// The model service's memory, shared by every run against it.
actor ModelStore {
  private(set) var state = ModelState()
  private var past: [(until: Duration, state: ModelState)] = []
  private var lag: Lag?
  private let time: VirtualTime
  private var late: [(calls: Int, work: @Sendable (inout ModelState) -> Void)] = []

  init(time: VirtualTime = VirtualTime()) { self.time = time }

  /// From now on some reads show what was there a while ago.
  func lag(_ lag: Lag?) { self.lag = lag }

  /// What a read shows.
  func read<Answer: Sendable>(
    _ operation: String, _ body: @Sendable (inout ModelState) throws(KMSFailure) -> Answer
  ) throws(KMSFailure) -> Answer {
    var shown = state
    if let lag, lag.concerns(operation) {
      let moment = time.now - lag.duration
      if let old = past.first(where: { $0.until > moment }) {
        shown = lag.showsNothing ? ModelState() : old.state
      }
    }
    return try body(&shown)
  }

  func edit(_ body: @Sendable (inout ModelState) -> Void) {
    keepPast()
    body(&state)
  }

  func work<Answer: Sendable>(
    _ body: @Sendable (inout ModelState) throws(KMSFailure) -> Answer
  ) throws(KMSFailure) -> Answer {
    keepPast()
    return try body(&state)
  }

  private func keepPast() {
    if lag != nil { past.append((time.now, state)) }
  }

  /// Lets time pass by one call, and what was late happen.
  func tick() {
    state.now = state.now.adding(seconds: 1)
    late = late.map { ($0.calls - 1, $0.work) }
    let due = late.filter { $0.calls <= 0 }
    late.removeAll { $0.calls <= 0 }
    if !due.isEmpty { keepPast() }
    for one in due { one.work(&state) }
  }

  func postpone(_ calls: Int, _ work: @escaping @Sendable (inout ModelState) -> Void) {
    late.append((calls, work))
  }
}
