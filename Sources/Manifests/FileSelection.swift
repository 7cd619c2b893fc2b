/// The files of a stack by where they really lie, to find those below a path without looking at all.
struct FileSelection {
  /// Files that could not be found again, with the reason.
  private(set) var failures: [(path: String, failure: FileAccess.Failure)] = []
  private var files: [(path: [UInt8], name: String)] = []

  /// Takes the path of each file by the name people are shown.
  init(_ absolutePaths: [String: String]) {
    for (name, path) in absolutePaths.sorted(by: { $0.key < $1.key }) {
      do {
        files.append((Array(try FileAccess.realPath(path).utf8), name))
      } catch {
        failures.append((path, error))
      }
    }
    files.sort { $0.path.lexicographicallyPrecedes($1.path) }
  }

  /// The names of the files that are this path or lie below it; the path has no symbolic links.
  func names(atOrBelow path: String) -> [String] {
    let directory = Array(path.utf8) + (path == "/" ? [] : [UInt8(ascii: "/")])
    let below = files[firstIndex(notBefore: directory)...].prefix {
      $0.path.starts(with: directory)
    }
    let file = Array(path.utf8)
    let same = files[firstIndex(notBefore: file)...].prefix { $0.path == file }
    return same.map(\.name) + below.map(\.name)
  }

  private func firstIndex(notBefore path: [UInt8]) -> Int {
    var (low, high) = (0, files.count)
    while low < high {
      let middle = (low + high) / 2
      if files[middle].path.lexicographicallyPrecedes(path) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
