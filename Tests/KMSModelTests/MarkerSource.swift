import Cryptography
import KMSModel

/// Random markers that are the same for the same seed.
struct MarkerSource {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func marker(for id: ResourceID) -> Marker {
    let owner = Owner(
      stack: pick(["a", "payments", "Pay_ments-2", "0"]), uid: pick(["7f3c1a", "1", "prod-7f3c1a"]))
    var marker = Marker(
      owner: owner,
      originHash: Marker.originHash(
        owner: owner, id: id, digest: DigestFunction { Digest.sha256($0) }),
      appliedDigest: AppliedDigest(version: pick([1, 1, 2, 17]), hex: hex(16)))
    marker.isProtected = below(3) == 0
    marker.isStandIn = below(3) == 0
    for _ in 0..<below(4) {
      let origin: RecordedKey.Origin = below(3) == 0 ? .elsewhere : .delivered(at: moment())
      marker.keys.append(RecordedKey(shortID: hex(8), origin: origin, isRevoked: below(3) == 0))
    }
    if below(2) == 0 {
      marker.intent = KeyIntent(
        notBefore: moment(), notAfter: moment(), shortID: below(2) == 0 ? hex(8) : nil,
        place: below(2) == 0 ? hex(8) : nil, run: below(2) == 0 ? run() : nil)
    }
    return marker
  }

  private mutating func run() -> RunClaim {
    RunClaim(run: hex(8), host: hex(8), process: "\(hex(3))-\(hex(7))", since: moment())
  }

  /// What only reading makes: fields and flags of a newer kmsctl.
  mutating func extras() -> MarkerExtras? {
    let start = "[kmsctl/1 \(pick(["", "a=1 "]))s=a.b o=01234567 d=0123456789abcdef"
    let text = "\(start)\(pick(["", " f=z", " f=pqs"]))\(pick(["", " z=1", " zz=a,b w="]))]"
    return MarkerReading(text).marker?.extras
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  private mutating func moment() -> Timestamp {
    Timestamp(secondsSinceEpoch: 1_500_000_000 + Int64(below(1_000_000_000)))
  }

  private mutating func hex(_ count: Int) -> String {
    String((0..<count).map { _ in pick(Array("0123456789abcdef")) })
  }

  private mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
}
