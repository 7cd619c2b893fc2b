public import KMSModel

/// What one run wrote, and which answers are therefore older than its last write.
///
/// Only what is surely older counts: a state that this run saw or wrote before a write of its own
/// that surely happened. Anything else is the truth, or somebody else's doing, and never waited
/// away.
public actor WriteMemory {
  private struct Versions {
    /// What was seen since our last write, and may be the truth.
    var seen: Set<ObservedObject> = []
    var older: Set<ObservedObject> = []
    var newest: ObservedObject?
    /// Sent, and the answer was lost: it may still land after everything else.
    var perhaps: Set<ObservedObject> = []
  }

  private struct Keys {
    var issued: Set<String> = []
    /// Those of the issued ones that a list has shown since.
    var shown: Set<String> = []
    /// All that this run ever issued.
    var made: Set<String> = []
    var deleted: Set<String> = []
  }

  private var objects: [ResourceID: Versions] = [:]
  private var keys: [String: Keys] = [:]
  private var accessPoints: [String: String] = [:]
  /// When this run last wrote, by its patience's time.
  public private(set) var lastWrite: Duration?

  /// Creates the memory of a run that wrote nothing yet.
  public init() {}

  /// What live state shows of objects and keys as they were before this run's last write to them.
  public func outdated(in live: LiveState) -> [ResourceID] {
    let stale = objects.keys.filter { id in
      live.observed(id).map { isOutdated($0, of: id) } ?? false
    }
    let staleLists = keys.keys.filter { name in
      guard let listed = live.clientKeys[name] else { return false }
      return outdatedKey(in: listed, of: name) != nil
    }
    return (stale + staleLists.map { ResourceID(.clientKey, $0) }).sorted()
  }
}

// MARK: Objects

extension WriteMemory {
  func isOutdated(_ object: ObservedObject, of id: ResourceID) -> Bool {
    guard let versions = objects[id] else { return false }
    return versions.newest != object && versions.older.contains(object)
      && !versions.perhaps.contains(object)
  }

  func note(read object: ObservedObject, of id: ResourceID) {
    objects[id, default: Versions()].seen.insert(object)
  }

  /// A write that surely happened; before a creation nothing was there.
  func note(
    written object: ObservedObject, to id: ResourceID, isCreation: Bool = false, at time: Duration
  ) {
    lastWrite = time
    var versions = objects[id, default: Versions()]
    versions.older.formUnion(versions.seen)
    if let newest = versions.newest { versions.older.insert(newest) }
    if isCreation { versions.older.insert(.absent) }
    versions.newest = object
    versions.seen = []
    objects[id] = versions
    if object == .absent, id.kind == .accessPoint { forgetKeys(of: id.name) }
  }

  /// A write that may have happened: what was there before may be the truth as well as this.
  func note(perhapsWritten object: ObservedObject, to id: ResourceID, at time: Duration) {
    lastWrite = time
    var versions = objects[id, default: Versions()]
    versions.perhaps.insert(object)
    if let newest = versions.newest { versions.seen.insert(newest) }
    versions.newest = nil
    objects[id] = versions
  }

  /// A create was refused because something is there, whatever reads say.
  func noteExistence(of id: ResourceID) {
    var versions = objects[id, default: Versions()]
    versions.seen.remove(.absent)
    versions.older.insert(.absent)
    if versions.newest == .absent { versions.newest = nil }
    objects[id] = versions
  }
}

// MARK: Client keys

extension WriteMemory {
  /// A key that a list should show and does not, or shows and should not.
  func outdatedKey(in listed: [LiveClientKey], of accessPoint: String) -> String? {
    guard let known = keys[accessPoint] else { return nil }
    let ids = Set(listed.map(\.id))
    return known.issued.subtracting(ids).min() ?? known.deleted.intersection(ids).min()
  }

  func note(listed: [LiveClientKey]) {
    for key in listed {
      accessPoints[key.id] = key.accessPoint
      guard keys[key.accessPoint]?.issued.contains(key.id) == true else { continue }
      keys[key.accessPoint]?.shown.insert(key.id)
    }
  }

  /// Believes that a key which lists have shown since this run issued it is gone; false when no list
  /// ever did.
  func believeVanished(_ id: String, of accessPoint: String) -> Bool {
    guard keys[accessPoint]?.shown.contains(id) == true else { return false }
    keys[accessPoint]?.issued.remove(id)
    keys[accessPoint]?.shown.remove(id)
    return true
  }

  /// An answer named a key as issued that is not this run's.
  func note(notIssued id: String, of accessPoint: String) {
    keys[accessPoint]?.issued.remove(id)
  }

  /// A deletion was answered and not carried out: a list that shows the key is true.
  func note(undeletedKey id: String, of accessPoint: String) {
    keys[accessPoint]?.deleted.remove(id)
  }

  func note(issued id: String, of accessPoint: String, at time: Duration) {
    lastWrite = time
    accessPoints[id] = accessPoint
    keys[accessPoint, default: Keys()].issued.insert(id)
    keys[accessPoint]?.made.insert(id)
  }

  /// Whether this run issued a key that no list has shown yet: a list without it proves nothing.
  func isUnseen(_ id: String, of accessPoint: String) -> Bool {
    guard let known = keys[accessPoint] else { return false }
    return known.made.contains(id) && !known.shown.contains(id)
  }

  func note(deletedKey id: String, at time: Duration) {
    lastWrite = time
    guard let accessPoint = accessPoints[id] else { return }
    keys[accessPoint, default: Keys()].issued.remove(id)
    keys[accessPoint, default: Keys()].deleted.insert(id)
  }

  /// A deletion that may have happened: a list with the key may be as true as one without it.
  func note(perhapsDeletedKey id: String, at time: Duration) {
    lastWrite = time
    guard let accessPoint = accessPoints[id] else { return }
    keys[accessPoint, default: Keys()].issued.remove(id)
  }

  func notePerhapsWritten(at time: Duration) { lastWrite = time }

  /// The keys went with their access point.
  private func forgetKeys(of accessPoint: String) {
    let gone = accessPoints.filter { $0.value == accessPoint }.map(\.key)
    keys[accessPoint] = Keys(deleted: Set(gone))
  }
}
