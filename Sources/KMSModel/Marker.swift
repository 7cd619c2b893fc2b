/// What kmsctl keeps in the Description of an object it owns: the only memory between runs.
///
/// `MarkerText` knows how it is written.
public struct Marker: Sendable, Hashable, Codable {
  /// Who owns the object.
  public var owner: Owner
  /// Eight hex digits bound to owner, kind and name: a copied Description makes nothing ours.
  public var originHash: String
  /// The digest of what was last applied; nothing when its version is not known to this program.
  public var appliedDigest: AppliedDigest
  /// Whether deleting or replacing is refused even when the manifest is gone.
  public var isProtected: Bool
  /// Whether the object only stands in for another one during a replacement.
  public var isStandIn: Bool
  /// The client keys this stack knows, in the order they were recorded; access points only.
  public var keys: [RecordedKey]
  /// A client key that is being issued; access points only.
  public var intent: KeyIntent?
  /// What a newer kmsctl wrote beside all that; every marker made from this one keeps it.
  public var extras: MarkerExtras?

  /// Creates a marker.
  public init(
    owner: Owner, originHash: String, appliedDigest: AppliedDigest, isProtected: Bool = false,
    isStandIn: Bool = false, keys: [RecordedKey] = [], intent: KeyIntent? = nil,
    extras: MarkerExtras? = nil
  ) {
    self.owner = owner
    self.originHash = originHash
    self.appliedDigest = appliedDigest
    self.isProtected = isProtected
    self.isStandIn = isStandIn
    self.keys = keys
    self.intent = intent
    self.extras = extras
  }

  /// The hash that binds a marker to one object of one owner.
  public static func originHash(
    owner: Owner, id: ResourceID, digest: DigestFunction
  ) -> String {
    String(digest.hex("\(owner)\u{0}\(id.kind.rawValue)\u{0}\(id.name)").prefix(8))
  }

  /// Whether the marker was written for this object, not copied onto it.
  public func isGenuine(for id: ResourceID, digest: DigestFunction) -> Bool {
    originHash == Self.originHash(owner: owner, id: id, digest: digest)
  }
}

/// The digest of the spec that was last applied.
public struct AppliedDigest: Sendable, Hashable, Codable {
  /// The version of the canonical form.
  public var version: Int
  /// Sixteen lower-case hex digits.
  public var hex: String

  /// The version this program writes.
  public static let currentVersion = 1

  /// Creates a digest.
  public init(version: Int = AppliedDigest.currentVersion, hex: String) {
    self.version = version
    self.hex = hex
  }
}

/// A client key that the marker of its access point knows.
public struct RecordedKey: Sendable, Hashable, Codable {
  /// How a key came to be recorded.
  public enum Origin: Sendable, Hashable, Codable {
    /// kmsctl delivered it and committed it at this moment.
    case delivered(at: Timestamp)
    /// It was there when the access point was adopted; somebody else delivered it.
    case elsewhere
  }

  /// The first eight digits of the key's UUID.
  public var shortID: String
  /// How it came to be recorded.
  public var origin: Origin
  /// Whether somebody said that it may be compromised, and its successor is delivered: it goes at
  /// once, in whichever run can delete it.
  public var isRevoked: Bool

  /// Creates a record.
  public init(shortID: String, origin: Origin, isRevoked: Bool = false) {
    self.shortID = shortID
    self.origin = origin
    self.isRevoked = isRevoked
  }
}

extension RecordedKey {
  /// When kmsctl committed it; nothing for a key of others, and for one that is half published.
  public var deliveredAt: Timestamp? {
    guard case .delivered(let moment) = origin, !isHalfPublished else { return nil }
    return moment
  }

  /// A key of ours that an interrupted run published in some places only.
  ///
  /// The date says “never”, so that it is not taken for the key that is surely everywhere.
  public static func halfPublished(_ shortID: String) -> RecordedKey {
    RecordedKey(shortID: shortID, origin: .delivered(at: never))
  }

  /// Whether no run delivered it everywhere.
  public var isHalfPublished: Bool { origin == .delivered(at: Self.never) }

  private static let never = Timestamp(secondsSinceEpoch: 0)
}

extension Marker {
  /// Records a key that was delivered everywhere, as the newest.
  ///
  /// The answers of two runs may be minutes apart: never before the newest one so far, or a
  /// predecessor would pass for the key in use.
  public mutating func recordDelivery(of shortID: String, at now: Timestamp) {
    guard !keys.contains(where: { $0.shortID == shortID && !$0.isHalfPublished }) else { return }
    keys.removeAll { $0.shortID == shortID }
    let newest = newestDelivered?.deliveredAt ?? now
    keys.append(RecordedKey(shortID: shortID, origin: .delivered(at: max(now, newest))))
  }

  /// Revokes every key but one.
  public mutating func revokeKeys(besides shortID: String) {
    for index in keys.indices where keys[index].shortID != shortID { keys[index].isRevoked = true }
  }

  /// The key that kmsctl delivered last; of two in one second, the one recorded later.
  public var newestDelivered: RecordedKey? {
    var newest: RecordedKey?
    for record in keys {
      guard let moment = record.deliveredAt else { continue }
      if let best = newest?.deliveredAt, best > moment { continue }
      newest = record
    }
    return newest
  }
}

/// A client key that is about to be issued or delivered; its two dates are its token.
public struct KeyIntent: Sendable, Hashable, Codable {
  /// The exact NotBefore that is requested.
  public var notBefore: Timestamp
  /// The exact NotAfter that is requested.
  public var notAfter: Timestamp
  /// The first eight digits of the key's UUID, once the service has answered.
  public var shortID: String?
  /// Eight hex digits for the places the key is delivered to: only there can be found out that it
  /// was never published. Nothing when no later run could recognise them.
  public var place: String?
  /// The run that opened it or took it over last; nothing in a marker of an older kmsctl.
  public var run: RunClaim?

  /// Creates an intent.
  public init(
    notBefore: Timestamp, notAfter: Timestamp, shortID: String? = nil, place: String? = nil,
    run: RunClaim? = nil
  ) {
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.shortID = shortID
    self.place = place
    self.run = run
  }
}
