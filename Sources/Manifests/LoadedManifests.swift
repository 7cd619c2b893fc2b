public import Diagnostics
public import KMSModel

/// What loading a stack and its manifests gave.
public struct LoadedManifests: Sendable {
  /// What the manifests want; nothing when there is any error.
  public var desired: DesiredState?
  /// Every problem of every file.
  public var report: DiagnosticReport
  /// The stack; nothing when `kmsctl.yaml` has an error.
  public var stack: StackSpec?
  /// Where `kmsctl.yaml` says the region.
  public var regionPlace: SourceLocation?
  /// How many documents of each kind were read, the stack among them.
  public var documentCounts: [ManifestKind: Int]
  /// How many files were read, the stack's among them.
  public var fileCount = 0
}
