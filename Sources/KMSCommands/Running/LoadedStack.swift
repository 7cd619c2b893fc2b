internal import Diagnostics
internal import KMSModel
internal import Manifests

/// A stack and its manifests, as far as they could be read.
struct LoadedStack {
  /// What the manifests want; nothing when there is any error.
  let desired: DesiredState?
  /// What the stack file says; nothing when it has an error.
  let spec: StackSpec?
  /// Where it says the region.
  let regionPlace: SourceLocation?
  /// Every problem of every file.
  let report: DiagnosticReport
  /// How many objects the manifests declare.
  let objectCount: Int
  /// How many files were read.
  let fileCount: Int

  init(_ location: StackLocation, paths: [String]) throws {
    let loaded = ManifestLoader.load(
      stackFile: location.stackFile, only: paths, workingDirectory: location.workingDirectory,
      reader: location.callerDirectory)
    desired = loaded.desired
    spec = loaded.stack
    regionPlace = loaded.regionPlace
    report = loaded.report
    fileCount = loaded.fileCount
    objectCount =
      desired.map {
        $0.networkRules.count + $0.policies.count + $0.accessPoints.count + $0.clientKeys.count
      } ?? loaded.documentCounts.reduce(0) { $0 + ($1.key == .stack ? 0 : $1.value) }
  }
}
