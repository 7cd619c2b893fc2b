public import Diagnostics
public import KMSModel

/// A reason why a plan may be looked at but not applied, with the way out.
public struct Refusal: Sendable, Hashable, Codable {
  /// The rules that refuse.
  public enum Rule: String, Sendable, Hashable, Codable {
    /// Deletion needs a flag that names the object.
    case deletionNotAllowed = "deletion-not-allowed"
    /// Replacement needs a flag that names the object.
    case replacementNotAllowed = "replacement-not-allowed"
    /// More rules and policies would go than the stack allows.
    case tooManyDeletes = "too-many-deletes"
    /// A larger share would change than the stack allows.
    case tooManyChanges = "too-many-changes"
    /// A live object without marker differs from the manifest.
    case adoptionNotAllowed = "adoption-not-allowed"
    /// The object belongs to another stack.
    case ownedByAnotherStack = "owned-by-another-stack"
    /// The marker is damaged.
    case damagedMarker = "damaged-marker"
    /// A newer kmsctl wrote the marker.
    case newerMarker = "newer-marker"
    /// The marker could not be read again if it were written.
    case unwritableMarker = "unwritable-marker"
    /// The object is protected.
    case protected
    /// An object outside the stack refers to what would go.
    case referredToFromOutside = "referred-to-from-outside"
    /// Something that matters could not be read.
    case unreadable
    /// The manifests name an object that the stack ignores.
    case ignoredButDeclared = "ignored-but-declared"
    /// A target cuts through a replacement.
    case targetCutsReplacement = "target-cuts-replacement"
    /// No order of the changes keeps access within before and after.
    case noSafeOrder = "no-safe-order"
    /// A stand-in of an earlier run is not what it should be.
    case standInConflict = "stand-in-conflict"
    /// The marker would be longer than a Description should hold.
    case markerTooLong = "marker-too-long"
    /// A client key that was named cannot be rotated now.
    case keyNotRotatable = "key-not-rotatable"
    /// A client key that was named must not go.
    case keyNotRetirable = "key-not-retirable"
    /// A policy lets client keys read the secret that one is delivered to, or may.
    case readableSecret = "readable-secret"
    /// Files about an instance are wanted, but which one cannot be told.
    case instanceUnknown = "instance-unknown"
  }

  /// The rule.
  public var rule: Rule
  /// The object it is about, when it is about one.
  public var id: ResourceID?
  /// What was found, with numbers and names.
  public var message: String
  /// What to do: the exact flag, or where to look.
  public var nextStep: String
  /// Where the manifest says it.
  public var place: SourceLocation?

  /// Creates a refusal.
  public init(
    _ rule: Rule, _ id: ResourceID? = nil, _ message: String, nextStep: String,
    place: SourceLocation? = nil
  ) {
    self.rule = rule
    self.id = id
    self.message = message
    self.nextStep = nextStep
    self.place = place
  }
}

/// Something that is probably not meant, but can be applied.
public struct PlanWarning: Sendable, Hashable, Codable {
  /// The object it is about, when it is about one.
  public var id: ResourceID?
  /// What was found.
  public var message: String
  /// Where the manifest says it.
  public var place: SourceLocation?

  /// Creates a warning.
  public init(_ id: ResourceID? = nil, _ message: String, place: SourceLocation? = nil) {
    self.id = id
    self.message = message
    self.place = place
  }
}
