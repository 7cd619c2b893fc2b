public import Delivery
public import KMSModel
public import Planning

/// Looks whether destinations still hold the keys that were delivered to them; writes nothing.
public struct DeliveryCheck: Sendable {
  /// Whom to ask.
  public enum Reach: Sendable, Hashable {
    /// Directories of this machine: no call.
    case thisMachine
    /// Every destination, services included.
    case everywhere
  }

  private let reach: Reach
  private let destinations: @Sendable (DestinationSpec) -> any ClientKeyDestination

  /// How many keys are looked at side by side.
  private static let maximumParallelLooks = 8

  /// Creates a check.
  public init(
    _ reach: Reach,
    destinations: @escaping @Sendable (DestinationSpec) -> any ClientKeyDestination
  ) {
    self.reach = reach
    self.destinations = destinations
  }

  /// What the destinations hold of the current key of every access point that is wanted, sorted.
  ///
  /// Only keys that a marker of this stack records as delivered, while no issue is open: otherwise
  /// the destinations may rightly hold another key.
  public func deliveries(
    desired: DesiredState, live: LiveState, digest: DigestFunction,
    where isWanted: (_ accessPoint: String) -> Bool
  ) async -> [KeyDelivery] {
    let schedule = KeySchedule(desired: desired, live: live, digest: digest)
    let wanted = desired.clientKeys.keys.filter(isWanted).sorted().compactMap { name in
      Self.delivered(schedule.lifecycles[name]).flatMap { key in
        desired.clientKeys[name].map { (key, $0.spec) }
      }
    }
    return await withTaskGroup(of: KeyDelivery.self) { group in
      var waiting = wanted[...]
      var found: [KeyDelivery] = []
      for (key, spec) in waiting.prefix(Self.maximumParallelLooks) {
        group.addTask { await delivery(of: key, spec) }
      }
      waiting = waiting.dropFirst(Self.maximumParallelLooks)
      while let one = await group.next() {
        found.append(one)
        guard let (key, spec) = waiting.popFirst() else { continue }
        group.addTask { await delivery(of: key, spec) }
      }
      return found.filter { !$0.places.isEmpty }.sorted { $0.accessPoint < $1.accessPoint }
    }
  }

  /// The ids of live keys that no marker of ours records, and that are in use wherever the manifest
  /// wants a key: what a marker knew of them was written over.
  public func unrecorded(
    desired: DesiredState, live: LiveState, digest: DigestFunction
  ) async -> Set<String> {
    var found: Set<String> = []
    for (name, declared) in desired.clientKeys {
      let id = ResourceID(.accessPoint, name)
      guard let marker = live.accessPoints[name]?.reading.marker, marker.intent == nil,
        marker.owner == desired.stack.owner, marker.isGenuine(for: id, digest: digest)
      else { continue }
      let accepted = desired.stack.acceptedKeyIDs
      for key in live.clientKeys[name] ?? []
      where !marker.keys.contains(where: { $0.shortID == key.shortID })
        && !accepted.contains(key.id) && key.isValid(at: live.now)
      {
        let delivery = await delivery(of: key, declared.spec)
        // A place that cannot be asked says nothing.
        if !delivery.places.isEmpty, delivery.verdict == .yes,
          delivery.places.count == declared.spec.destinations.count
        {
          found.insert(key.id)
        }
      }
    }
    return found
  }

  private static func delivered(_ lifecycle: KeyLifecycle?) -> LiveClientKey? {
    guard let lifecycle, !lifecycle.hasOpenIssue else { return nil }
    return lifecycle.current?.live
  }

  /// What the destinations of one key hold.
  func delivery(of key: LiveClientKey, _ spec: ClientKeySpec) async -> KeyDelivery {
    var looks: [(destination: String, look: DeliveryLook)] = []
    for one in spec.destinations.map(destinations) where reach == .everywhere || one.isLocal {
      looks.append((one.summary, await one.look(for: key)))
    }
    let halves = HalvesVerdict(looks.map(\.look), of: key)
    return KeyDelivery(
      accessPoint: key.accessPoint, keyID: key.id,
      places: looks.map { destination, look in
        let (verdict, found) = Self.judge(look, key, halves)
        return KeyDelivery.Place(destination, verdict, found)
      })
  }

  private static func judge(
    _ look: DeliveryLook, _ key: LiveClientKey, _ halves: HalvesVerdict
  ) -> (KeyDelivery.Verdict, String) {
    switch look {
    case .held: (.yes, "holds it")
    case .opened where key.certificatePEM.isEmpty:
      (.cannotTell, "has files that open; the service shows no certificate to compare")
    case .opened(let certificate):
      PEMText(certificate) == PEMText(key.certificatePEM)
        ? (.yes, "holds it") : (.changed, "has files with another certificate than the live key's")
    case .half: halves.words
    case .vanished(let found): (.vanished, found)
    case .changed(let found): (.changed, found)
    case .cannotTell(let found): (.cannotTell, found)
    }
  }
}

/// What the halves of a key say together.
private struct HalvesVerdict {
  let words: (KeyDelivery.Verdict, String)

  init(_ looks: [DeliveryLook], of key: LiveClientKey) {
    let holdings = looks.compactMap { look -> DeliveryHolding? in
      if case .half(let half) = look { .publishedHalf(half) } else { nil }
    }
    let check = HalvesCheck(holdings)
    if !check.isComplete {
      words = (.cannotTell, "has its half, which does not open without the other one")
    } else if check.isWithoutObjection(to: key) {
      words = (.yes, "has its half, which opens with the other one")
    } else {
      words = (.changed, "has a half that does not make the live key with the other one")
    }
  }
}
