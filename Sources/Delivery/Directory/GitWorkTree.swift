internal import Glibc
internal import Secrets
internal import Texts

/// The Git work tree around a directory, as far as it matters for what Git would commit.
///
/// Git is not run: a program in a work tree's configuration must not run either. What the rules
/// here do not understand counts as not ignored.
struct GitWorkTree {
  /// The directory that holds `.git`.
  let root: String

  private static let sampleID = "KAAP.00000000-0000-0000-0000-000000000000"
  private static let sizeLimit = 1 << 20

  /// Looks upward from a path whose links are resolved.
  init?(containing path: String) {
    var directory = path
    while !PathText.exists(directory + "/.git") {
      guard directory != "/" else { return nil }
      directory = PathText.parent(directory)
    }
    root = directory
  }

  /// Whether Git ignores everything a delivery puts into a directory.
  func ignores(keysIn directory: String) -> Bool {
    let files = KeyFiles(id: Self.sampleID)
    return [Self.sampleID, DirectoryDestination.stagingName(Self.sampleID)].allSatisfy { version in
      [files.keyName, files.passwordName].allSatisfy { ignores("\(directory)/\(version)/\($0)") }
    }
  }

  /// Whether one of a file's directories, or the file, is ignored: Git looks no further then.
  private func ignores(_ file: String) -> Bool {
    let prefix = root == "/" ? "/" : root + "/"
    let parts = (file.rest(after: prefix) ?? "").parts(at: "/").map(String.init)
    var rules = rules(in: "\(root)/.git/info/exclude", depth: 0)
    for depth in parts.indices {
      let directory = ([root] + parts[..<depth]).joined(separator: "/")
      rules += self.rules(in: directory + "/.gitignore", depth: depth)
      let isDirectory = depth < parts.index(before: parts.endIndex)
      let match = rules.last { $0.mayMatch(parts[...depth], isDirectory: isDirectory) }
      if let match, !match.isNegated { return true }
    }
    return false
  }

  private func rules(in file: String, depth: Int) -> [GitIgnoreRule] {
    // What cannot be read may take everything back.
    let doubt = [GitIgnoreRule("![", depth: depth)].compactMap(\.self)
    // Git follows no link that is called .gitignore.
    let isLinkFollowed = !file.ends(with: "/.gitignore")
    let number = open(
      file, O_RDONLY | O_NONBLOCK | O_CLOEXEC | (isLinkFollowed ? 0 : O_NOFOLLOW))
    guard number >= 0 else { return errno == ENOENT || errno == ENOTDIR ? [] : doubt }
    guard let content = try? FileDescriptor(number).read(atMost: Self.sizeLimit, file),
      content.byteCount <= Self.sizeLimit
    else { return doubt }
    return content.withUnsafeText { text in
      Self.lines(text).compactMap { GitIgnoreRule($0, depth: depth) }
    }
  }

  /// Lines as Git sees them: no other character ends one, or a comment would end before Git's.
  private static func lines(_ text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
      let isPair = line.last == UInt8(ascii: "\r")
      return String(decoding: isPair ? line.dropLast() : line, as: UTF8.self)
    }
  }
}
