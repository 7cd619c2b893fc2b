internal import KMSModel

/// What every request says about who sends it: `kmsctl/0.1.0 (stack=payments; rev=1a2b3c4d)`.
struct UserAgent {
  let text: String

  init(stack: String?, directory: String) {
    let revision = GitRevision(at: directory)?.short
    let parts = [stack.map { "stack=\($0)" }, revision.map { "rev=\($0)" }].compactMap { $0 }
    let comment = parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))"
    text = "kmsctl/\(ToolVersion.current)\(comment)"
  }
}
