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
  /// `paths` are files or directories relative to the working directory; when there are any, the
  /// run is partial. Places in the report are relative to `reader`, the directory its reader is in,
  /// or else to the stack's; those in the state that is wanted always are relative to the stack's.
  public static func load(
    stackFile: String, only paths: [String] = [], workingDirectory: String? = nil,
    reader: String? = nil
  ) -> LoadedManifests {
    let here = workingDirectory ?? FileAccess.currentDirectory
    var loaded = load(stackFile, only: paths, from: here)
    let directory = PathText.parent(of: PathText.absolute(stackFile, from: here))
    if let reader, PathText.normalized(reader) != directory {
      loaded.report = loaded.report.renamingFiles { path in
        PathText.relative(PathText.absolute(path, from: directory), to: reader)
      }
    }
    return loaded
  }

  private static func load(
    _ stackFile: String, only paths: [String], from here: String
  ) -> LoadedManifests {
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
      if stream.documents.isEmpty, stream.isComplete, stream.diagnostics.isEmpty {
        problems.report(
          .noDocument, "the file holds no document", at: SourceLocation(file: file.path),
          note: "a manifest that lost its content deletes what it declared; remove the file if that"
            + " is meant")
      }
      for document in stream.documents { decoder.decode(document) }
    }
    problems.add(decoder.problems)
    if let declaration = stack.declaration {
      var check = ReferenceCheck(
        decoder.declarations, stack: declaration, isComplete: isComplete,
        unplacedNames: decoder.unplacedNames.union(stack.names))
      problems.add(check.run())
      problems.add(DeliveryCheck(decoder.declarations).run())
    }
    let report = report(problems, streams)
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

  /// The problems with the lines of the files they point at, without what may be a password.
  private static func report(
    _ problems: Problems, _ streams: [String: YAMLStream]
  ) -> DiagnosticReport {
    let hidden = Dictionary(grouping: problems.hiddenTexts, by: \.start.file)
    var shown: [String: Redaction] = [:]
    for diagnostic in problems.diagnostics {
      for place in [diagnostic.location] + diagnostic.notes.map(\.location) {
        guard let file = place?.file, shown[file] == nil, let stream = streams[file] else {
          continue
        }
        shown[file] = Redaction(stream.source, hiding: hidden[file] ?? [])
      }
    }
    let diagnostics = problems.diagnostics.map { diagnostic in
      guard let place = diagnostic.location, shown[place.file]?.covers(place) == true else {
        return diagnostic
      }
      return Redaction.withoutQuotes(diagnostic)
    }
    return DiagnosticReport(diagnostics, sources: shown.mapValues(\.source))
  }
}
