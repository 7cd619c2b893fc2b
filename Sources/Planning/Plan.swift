public import KMSModel

/// The whole of what one run would do: pure data, printed and executed from the same value.
public struct Plan: Sendable, Hashable, Codable {
  /// Whose plan it is.
  public struct StackIdentity: Sendable, Hashable, Codable {
    /// The stack's name.
    public var name: String
    /// The stack's uid.
    public var uid: String
    /// The account.
    public var account: String
    /// The region.
    public var region: String
    /// The service's URL in effect, which the fingerprint leaves out; nothing for the sandbox that
    /// `--sandbox` starts, whose port is another one each time.
    public var endpoint: String?
    /// What time a sandbox says it is whose clock was moved by hand; nothing for any other service.
    public var sandboxTime: Timestamp?

    /// Creates an identity.
    public init(
      name: String, uid: String, account: String, region: String, endpoint: String? = nil,
      sandboxTime: Timestamp? = nil
    ) {
      self.name = name
      self.uid = uid
      self.account = account
      self.region = region
      self.endpoint = endpoint
      self.sandboxTime = sandboxTime
    }
  }

  /// The version of this document; `schemas/plan.schema.json` describes it.
  public static let currentFormatVersion = "1.0"

  /// The version of this document.
  public var formatVersion: String
  /// Whose plan it is.
  public var stack: StackIdentity
  /// Whether only part of the stack was looked at: then nothing is deleted that was not targeted.
  public var isPartial: Bool
  /// What changes, for people, by kind level and name.
  public var changes: [Change]
  /// What is carried out, in one order that works; `dependsOn` says what must come first.
  public var steps: [Step]
  /// Why the plan may be looked at but not applied; empty when it may.
  public var refusals: [Refusal]
  /// Client keys that have no place: the rest of the plan goes on without them.
  public var stuck: [StuckRotation]
  /// Client keys at which another run is: nothing is done at their access points meanwhile.
  public var held: [HeldKey]
  /// What is probably not meant.
  public var warnings: [PlanWarning]
  /// What is not done, and how to have it done.
  public var notes: [PlanNote]
  /// Client keys of unknown origin on this stack's access points: drift that no step repairs.
  public var unknownKeys: [UnknownKey]
  /// What was looked at and what was left alone.
  public var coverage: Coverage
  /// `sha256:…` over everything but the steps that only the clock causes.
  public var fingerprint: String

  /// Creates a plan.
  public init(
    formatVersion: String = Plan.currentFormatVersion, stack: StackIdentity,
    isPartial: Bool = false, changes: [Change] = [], steps: [Step] = [],
    refusals: [Refusal] = [], stuck: [StuckRotation] = [], held: [HeldKey] = [],
    warnings: [PlanWarning] = [], notes: [PlanNote] = [], unknownKeys: [UnknownKey] = [],
    coverage: Coverage = .init(), fingerprint: String = ""
  ) {
    self.formatVersion = formatVersion
    self.stack = stack
    self.isPartial = isPartial
    self.changes = changes
    self.steps = steps
    self.refusals = refusals
    self.stuck = stuck
    self.held = held
    self.warnings = warnings
    self.notes = notes
    self.unknownKeys = unknownKeys
    self.coverage = coverage
    self.fingerprint = fingerprint
  }

  /// Whether there is nothing to do; a key of unknown origin is nothing that an apply could do.
  public var isEmpty: Bool {
    steps.isEmpty && refusals.isEmpty && stuck.isEmpty && held.isEmpty
  }

  /// Whether live state differs from the manifests, or holds a client key of unknown origin: the
  /// one value behind drift's exit status.
  public var hasDrift: Bool { differsFromManifests || !unknownKeys.isEmpty }

  /// Whether live state differs from the manifests, leaving out what only the clock causes and
  /// markers that lag behind.
  public var differsFromManifests: Bool {
    !refusals.isEmpty || !stuck.isEmpty || !held.isEmpty
      || changes.contains { $0.group == .change || $0.group == .drift }
  }
}
