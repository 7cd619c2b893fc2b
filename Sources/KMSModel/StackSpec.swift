public import Diagnostics

/// What `kmsctl.yaml` says.
public struct StackSpec: Sendable, Hashable {
  /// Whether markers are written.
  public enum OwnershipMode: String, Sendable, Hashable, Codable {
    /// Ownership stands in a marker in each Description.
    case marker
    /// No marker: nothing is pruned, keys are only reported.
    case none
  }

  /// How many objects one run may take away or change without being told.
  public struct Safety: Sendable, Hashable, Codable {
    /// Rules and policies that may be deleted without naming them.
    public var maximumDeletes: Int
    /// The share of live objects that may be changed or deleted, in percent.
    public var maximumChangePercent: Int
    /// Below this number of live objects the share is not looked at.
    public var minimumExisting: Int

    /// Creates limits.
    public init(maximumDeletes: Int = 3, maximumChangePercent: Int = 30, minimumExisting: Int = 10)
    {
      self.maximumDeletes = maximumDeletes
      self.maximumChangePercent = maximumChangePercent
      self.minimumExisting = minimumExisting
    }
  }

  /// Who issues client keys, and how many in one run.
  public struct KeySettings: Sendable, Hashable, Codable {
    /// Which command issues keys.
    public enum Issuer: String, Sendable, Hashable, Codable, CaseIterable {
      /// `kmsctl apply`, and `kmsctl key rotate`.
      case apply
      /// `kmsctl key rotate` alone.
      case rotate
    }

    /// Which command issues keys.
    public var issuedBy: Issuer
    /// The most keys one run issues; nothing: as many as are due.
    public var maximumIssuesPerRun: Int?

    /// Creates settings.
    public init(issuedBy: Issuer = .apply, maximumIssuesPerRun: Int? = nil) {
      self.issuedBy = issuedBy
      self.maximumIssuesPerRun = maximumIssuesPerRun
    }
  }

  /// The name and uid that markers carry.
  public var owner: Owner
  /// The account everything is read from and written to.
  public var account: String
  /// The region.
  public var region: String
  /// Files and directories that hold the manifests, relative to the stack file.
  public var manifestPaths: [String]
  /// Whether markers are written.
  public var ownership: OwnershipMode
  /// References that other people manage.
  public var external: AddressPatternList
  /// Client keys that others made on this stack's access points and somebody accepted, by full id.
  public var acceptedKeys: [Located<String>]
  /// Objects never read further than their name.
  public var ignore: AddressPatternList
  /// The limits.
  public var safety: Safety
  /// Who issues client keys, and how many in one run.
  public var keys: KeySettings

  /// Creates a stack.
  public init(
    owner: Owner, account: String, region: String, manifestPaths: [String],
    ownership: OwnershipMode = .marker, external: AddressPatternList = .init(),
    acceptedKeys: [Located<String>] = [], ignore: AddressPatternList = .init(),
    safety: Safety = .init(), keys: KeySettings = .init()
  ) {
    self.owner = owner
    self.account = account
    self.region = region
    self.manifestPaths = manifestPaths
    self.ownership = ownership
    self.external = external
    self.acceptedKeys = acceptedKeys
    self.ignore = ignore
    self.safety = safety
    self.keys = keys
  }
}

/// Who a marked object belongs to.
public struct Owner: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The stack's name.
  public var stack: String
  /// The stack's uid, so that a copied template owns nothing of the original's.
  public var uid: String

  /// Creates an owner.
  public init(stack: String, uid: String) {
    self.stack = stack
    self.uid = uid
  }

  /// `stack.uid`, as in the marker.
  public var description: String { "\(stack).\(uid)" }
}

extension StackSpec {
  /// The ids of the keys of others that somebody accepted.
  public var acceptedKeyIDs: Set<String> { Set(acceptedKeys.map(\.value)) }
}
