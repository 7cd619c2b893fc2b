internal import Diagnostics
internal import KMSModel
internal import YAMLSource

/// Turns `kmsctl.yaml` and the manifests into the state they want, or into everything wrong with
/// them.
public enum ManifestLoader {
  /// Loads from bytes alone.
  ///
  /// All files are read and checked together. With a selection only objects declared in the
  /// selected files are wanted, and the run is partial; an access point and its client key always
  /// stay together.
  public static func load(
    stack: SourceFile, manifests: [SourceFile], selecting selection: Set<String>? = nil
  ) -> LoadedManifests {
    assemble(StackReading(stack), manifests, selection, fileProblems: Problems())
  }

  /// Loads from disk: the stack file and what its `spec.manifests` names, relative to it.
  ///
  /// Paths in messages are relative to the stack's directory. `paths` are files or directories
  /// relative to the working directory; when there are any, the run is partial.
  public static func load(
    stackFile: String, only paths: [String] = [], workingDirectory: String? = nil
  ) -> LoadedManifests {
    let here = workingDirectory ?? FileAccess.currentDirectory
    let stackPath = PathText.absolute(stackFile, from: here)
    var files = ManifestFiles(stackFile: stackPath)
    guard let source = files.readStack() else {
      let report = DiagnosticReport(files.problems.diagnostics, sources: [:])
      return LoadedManifests(desired: nil, report: report, stack: nil, documentCounts: [:])
    }
    let stack = StackReading(source)
    guard let declaration = stack.declaration else {
      return assemble(stack, [], nil, fileProblems: files.problems)
    }
    for entry in declaration.manifestPaths { files.collect(entry) }
    var selection: Set<String>?
    if !paths.isEmpty {
      selection = files.select(
        paths, from: here, declaredAt: declaration.manifestPaths.first?.location)
    }
    return assemble(stack, files.sources, selection, fileProblems: files.problems)
  }

  private static func assemble(
    _ stack: StackReading, _ files: [SourceFile], _ selection: Set<String>?,
    fileProblems: Problems
  ) -> LoadedManifests {
    var decoder = DocumentDecoder(region: stack.declaration?.spec.region)
    var problems = stack.problems
    problems.add(fileProblems)
    var streams = [stack.file: stack.stream]
    var isComplete =
      stack.stream.isComplete && stack.declaration?.manifestPaths.isEmpty == false
      && !fileProblems.diagnostics.contains { $0.severity == .error }
    for file in files {
      let stream = YAMLStream(file.bytes, file: file.path)
      problems.add(stream.diagnostics)
      streams[file.path] = stream
      isComplete = isComplete && stream.isComplete
      for document in stream.documents { decoder.decode(document) }
    }
    problems.add(decoder.problems)
    if let declaration = stack.declaration {
      var check = ReferenceCheck(
        decoder.declarations, stack: declaration, isComplete: isComplete,
        unplacedNames: decoder.unplacedNames.union(stack.names))
      problems.add(check.run())
    }
    let report = DiagnosticReport(
      problems.diagnostics, sources: shownSources(of: streams, with: problems))
    var counts = decoder.counts
    if stack.declaration != nil { counts[.stack, default: 0] += 1 }
    let desired =
      report.hasErrors
      ? nil
      : stack.declaration.map { decoder.declarations.desiredState($0.spec, selecting: selection) }
    return LoadedManifests(
      desired: desired, report: report, stack: stack.isValid ? stack.declaration?.spec : nil,
      regionPlace: stack.declaration?.regionPlace, documentCounts: counts, fileCount: streams.count)
  }

  /// The lines of the files that problems point at, without what may be a password.
  private static func shownSources(
    of streams: [String: YAMLStream], with problems: Problems
  ) -> [String: SourceText] {
    let files = Set(
      problems.diagnostics.flatMap { diagnostic in
        ([diagnostic.location] + diagnostic.notes.map(\.location)).compactMap { $0?.file }
      })
    var sources: [String: SourceText] = [:]
    for file in files {
      guard let stream = streams[file] else { continue }
      var source = stream.source
      if !stream.isComplete { Redaction.hidePasswords(in: &source) }
      sources[file] = source
    }
    Redaction.hide(problems.hiddenTexts, in: &sources)
    return sources
  }
}
