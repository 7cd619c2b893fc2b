import Diagnostics
import Texts
import YAMLSource

/// Finds and reads the files of a stack; every file once, however many ways lead to it.
struct ManifestFiles {
  /// The files found, by path.
  private(set) var sources: [SourceFile] = []
  private(set) var problems = Problems()

  private let stackFile: String
  private let directory: String
  private let boundary: StackBoundary
  private var stackIdentity: FileAccess.Entry.Identity?
  private var visited: Set<FileAccess.Entry.Identity> = []
  /// Where each file lies, by the path people are shown.
  private var absolutePaths: [String: String] = [:]

  init(stackFile: String) {
    self.stackFile = stackFile
    directory = PathText.parent(of: stackFile)
    boundary = StackBoundary(directory: directory)
    // A stack file that cannot be looked at cannot be read either, and that is said.
    stackIdentity = (try? FileAccess.entry(stackFile))?.identity
    if let stackIdentity { visited.insert(stackIdentity) }
  }

  /// Reads the stack file.
  mutating func readStack() -> SourceFile? {
    do {
      guard try boundary.holds(stackFile) else {
        reportOutside(stackFile, at: nil)
        return nil
      }
      let bytes = try FileAccess.read(stackFile, limit: YAMLLimits.maximumBytes)
      return SourceFile(path: shown(stackFile), bytes: bytes)
    } catch {
      let note = "'kmsctl init' writes one; '-C' and '--stack' say where it is"
      problems.report(
        error.isMissing ? .stackNotFound : .unreadableFile,
        "'\(stackFile)' cannot be read: \(error.reason)", at: nil,
        note: error.isMissing ? note : nil)
      return nil
    }
  }

  /// Reads what one entry of `spec.manifests` names, directories recursively.
  mutating func collect(_ path: Located<String>) {
    let absolute = PathText.absolute(path.value, from: directory)
    let before = (sources.count, problems.diagnostics.count)
    do {
      let entry = try FileAccess.entry(absolute)
      guard try boundary.holds(absolute) else { return reportOutside(absolute, at: path.location) }
      guard entry.isDirectory else {
        guard entry.identity == stackIdentity else { return readFile(absolute, entry) }
        return problems.report(
          .noManifests, "'\(path.value)' is the stack's own file and holds no manifests",
          at: path.location)
      }
      let isNew = !visited.contains(entry.identity)
      walk(absolute, entry, isGiven: true)
      guard isNew, (sources.count, problems.diagnostics.count) == before else { return }
      problems.report(
        .noManifests, "'\(path.value)' holds no file '*.yaml' or '*.yml'", at: path.location)
    } catch {
      let isPattern = error.isMissing && path.value.utf8.contains(UInt8(ascii: "*"))
      problems.report(
        error.isMissing ? .pathNotFound : .unreadableFile,
        "'\(path.value)' cannot be read: \(error.reason)", at: path.location,
        note: isPattern
          ? "patterns are not possible here; name the directory"
          : "paths are relative to the directory of kmsctl.yaml")
    }
  }

  /// The files among those found that lie at or below one of the paths.
  mutating func select(
    _ paths: [String], from here: String, declaredAt place: SourceLocation?
  ) -> Set<String> {
    let selection = FileSelection(absolutePaths)
    for (path, failure) in selection.failures { reportUnreadable(path, failure) }
    var selected: Set<String> = []
    for path in Set(paths).sorted() {
      do {
        let found = selection.names(
          atOrBelow: try FileAccess.realPath(PathText.absolute(path, from: here)))
        if found.isEmpty {
          problems.report(
            .pathOutsideStack, "'\(path)' is no manifest of this stack", at: place,
            note: "add it to 'spec.manifests': what it declares would be deleted by a full run")
        }
        selected.formUnion(found)
      } catch {
        problems.report(
          error.isMissing ? .pathNotFound : .unreadableFile,
          "'\(path)' cannot be read: \(error.reason)", at: nil)
      }
    }
    return selected
  }

  /// Reads a directory. What cannot be looked at may be a directory full of manifests: it is an
  /// error, never nothing.
  private mutating func walk(_ path: String, _ entry: FileAccess.Entry, isGiven: Bool = false) {
    // A directory met before is a loop of links or a second way to the same files.
    guard visited.insert(entry.identity).inserted else { return }
    do {
      let children = try FileAccess.children(of: path)
      if children.isEmpty, !isGiven {
        problems.report(
          .noManifests, "the directory is empty", at: SourceLocation(file: shown(path)),
          note: "remove it; if it is a submodule, 'git submodule update --init' fetches it")
      }
      for child in children where !child.name.begins(with: ".") { take(child, in: path) }
    } catch {
      reportUnreadable(path, error, what: "directory")
    }
  }

  private mutating func take(_ child: FileAccess.Child, in directory: String) {
    let path = "\(directory)/\(child.name)"
    let isManifest = ManifestFileName.isManifest(child.name)
    do throws(FileAccess.Failure) {
      let entry = try child.entry.get()
      guard entry.isDirectory || isManifest else {
        if ManifestFileName.isNear(child.name) { reportSkipped(path) }
        return
      }
      guard child.isText else { throw FileAccess.Failure(reason: "its name is not UTF-8") }
      guard try boundary.holds(path) else { return reportOutside(path, at: nil) }
      if entry.isDirectory { walk(path, entry) } else { readFile(path, entry) }
    } catch {
      let note = "what cannot be looked at may be a directory of manifests; mend or remove it"
      reportUnreadable(path, error, note: isManifest ? nil : note)
    }
  }

  private mutating func readFile(_ path: String, _ entry: FileAccess.Entry) {
    guard visited.insert(entry.identity).inserted else { return }
    do {
      let name = shown(path)
      let bytes = try FileAccess.read(path, limit: YAMLLimits.maximumBytes)
      absolutePaths[name] = path
      sources.append(SourceFile(path: name, bytes: bytes))
    } catch {
      reportUnreadable(path, error)
    }
  }

  private mutating func reportUnreadable(
    _ path: String, _ failure: FileAccess.Failure, what: String = "file", note: String? = nil
  ) {
    problems.report(
      .unreadableFile, "the \(what) cannot be read: \(failure.reason)",
      at: SourceLocation(file: shown(path)), note: note)
  }

  private mutating func reportSkipped(_ path: String) {
    problems.report(
      .skippedFile, "'\(shown(path))' is not read: only '*.yaml' and '*.yml' are",
      at: SourceLocation(file: shown(path)),
      note: "rename it, or move it elsewhere if it is no manifest")
  }

  /// Nothing of the file is read, so nothing of it can be shown.
  private mutating func reportOutside(_ path: String, at place: SourceLocation?) {
    problems.report(
      .pathOutsideRepository,
      "'\(shown(path))' leads out of '\(boundary.name)', and nothing outside it is read",
      at: place ?? SourceLocation(file: shown(path)),
      note: "copy the file into the repository: a manifest must not be able to show other files")
  }

  private func shown(_ path: String) -> String { PathText.relative(path, to: directory) }
}

extension SourceLocation {
  /// The beginning of a file.
  init(file: String) { self.init(file: file, line: 1, column: 1) }
}
