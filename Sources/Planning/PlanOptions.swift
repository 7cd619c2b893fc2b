public import KMSModel

/// What the command line allows and narrows.
public struct PlanOptions: Sendable, Hashable {
  /// Objects that may be deleted: `--allow-delete`, exact addresses.
  public var allowDelete: Set<ResourceID>
  /// Objects that may be replaced: `--allow-replace`, exact addresses.
  public var allowReplace: Set<ResourceID>
  /// Objects that may go although what the stack ignores may refer to them:
  /// `--allow-unseen-referrers`, exact addresses.
  public var allowUnseenReferrers: Set<ResourceID>
  /// The number of changed objects that may exceed the stack's share: `--allow-changes N`.
  public var allowChanges: Int?
  /// Live objects that may become this stack's although they differ: `--adopt`.
  public var adopt: Set<ResourceID>
  /// Only these objects, and what they refer to: `--target`.
  public var targets: AddressPatternList
  /// Not these objects: `--exclude`.
  public var excludes: AddressPatternList
  /// What the command line says about client keys.
  public var keys: KeyOptions

  /// Creates options.
  public init(
    allowDelete: Set<ResourceID> = [], allowReplace: Set<ResourceID> = [],
    allowUnseenReferrers: Set<ResourceID> = [], allowChanges: Int? = nil,
    adopt: Set<ResourceID> = [], targets: AddressPatternList = .init(),
    excludes: AddressPatternList = .init(), keys: KeyOptions = .init()
  ) {
    self.allowDelete = allowDelete
    self.allowReplace = allowReplace
    self.allowUnseenReferrers = allowUnseenReferrers
    self.allowChanges = allowChanges
    self.adopt = adopt
    self.targets = targets
    self.excludes = excludes
    self.keys = keys
  }
}
