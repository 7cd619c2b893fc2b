import Diagnostics
import YAMLSource

/// Finds and reads the files of a stack; every file once, however many ways lead to it.
struct ManifestFiles {
  /// The files found, by path.
  private(set) var sources: [SourceFile] = []
  private(set) var problems = Problems()

  private let stackFile: String
  private let directory: String
  private let boundary: StackBoundary
  private var visited: Set<FileAccess.Entry.Identity> = []
  /// Where each file lies, by the path people are shown.
  private var absolutePaths: [String: String] = [:]

  init(stackFile: String) {
    self.stackFile = stackFile
    directory = PathText.parent(of: stackFile)
    boundary = StackBoundary(directory: directory)
    if let entry = try? FileAccess.entry(stackFile) { visited.insert(entry.identity) }
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
      guard entry.isDirectory else { return readFile(absolute, entry) }
      let isNew = !visited.contains(entry.identity)
      walk(absolute, entry)
      guard isNew, (sources.count, problems.diagnostics.count) == before else { return }
      problems.report(
        .noManifests, "'\(path.value)' holds no file '*.yaml' or '*.yml'", at: path.location)
    } catch {
      problems.report(
        error.isMissing ? .pathNotFound : .unreadableFile,
        "'\(path.value)' cannot be read: \(error.reason)", at: path.location,
        note: "paths are relative to the directory of kmsctl.yaml")
    }
  }

  /// The files among those found that lie at or below one of the paths.
  mutating func select(
    _ paths: [String], from here: String, declaredAt place: SourceLocation?
  ) -> Set<String> {
    var selection: Set<String> = []
    let realPaths = absolutePaths.compactMapValues { try? FileAccess.realPath($0) }
    for path in paths {
      do {
        let real = try FileAccess.realPath(PathText.absolute(path, from: here))
        let found = sources.map(\.path).filter {
          PathText.isInside(realPaths[$0] ?? "", real)
        }
        if found.isEmpty {
          problems.report(
            .pathOutsideStack, "'\(path)' is no manifest of this stack", at: place,
            note: "add it to 'spec.manifests': what it declares would be deleted by a full run")
        }
        selection.formUnion(found)
      } catch {
        problems.report(
          error.isMissing ? .pathNotFound : .unreadableFile,
          "'\(path)' cannot be read: \(error.reason)", at: nil)
      }
    }
    return selection
  }

  private mutating func walk(_ path: String, _ entry: FileAccess.Entry) {
    // A directory met before is a loop of links or a second way to the same files.
    guard visited.insert(entry.identity).inserted else { return }
    do {
      for name in try FileAccess.names(in: path) {
        let child = "\(path)/\(name)"
        let isManifest = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        do {
          let entry = try FileAccess.entry(child)
          guard entry.isDirectory || isManifest else { continue }
          guard try boundary.holds(child) else {
            reportOutside(child, at: nil)
            continue
          }
          if entry.isDirectory { walk(child, entry) } else { readFile(child, entry) }
        } catch  where isManifest {
          reportUnreadable(child, error)
        } catch {}
      }
    } catch {
      reportUnreadable(path, error)
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

  private mutating func reportUnreadable(_ path: String, _ failure: any Error) {
    let reason = (failure as? FileAccess.Failure)?.reason ?? "unknown reason"
    problems.report(
      .unreadableFile, "the file cannot be read: \(reason)",
      at: SourceLocation(file: shown(path), line: 1, column: 1))
  }

  /// Nothing of the file is read, so nothing of it can be shown.
  private mutating func reportOutside(_ path: String, at place: SourceLocation?) {
    problems.report(
      .pathOutsideRepository,
      "'\(shown(path))' leads out of '\(boundary.name)', and nothing outside it is read",
      at: place ?? SourceLocation(file: shown(path), line: 1, column: 1),
      note: "copy the file into the repository: a manifest must not be able to show other files")
  }

  private func shown(_ path: String) -> String { PathText.relative(path, to: directory) }
}
