import Files
import Foundation
import Glibc
import Testing

@Suite struct OwnDirectoryTests {
  private let base: String

  init() throws {
    base = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
  }

  /// What may stand where a file is expected, and what is said of it.
  enum Trap: String, CaseIterable, Sendable {
    case link, linkToNowhere, linkToDirectory, linkToDevice, pipe, directory, hardLink, foreign

    func lay(at path: String, in base: String) throws {
      let aim = base + "/aim"
      switch self {
      case .link:
        try Data("kept".utf8).write(to: URL(filePath: aim))
        symlink(aim, path)
      case .linkToNowhere: symlink(aim, path)
      case .linkToDirectory:
        mkdir(aim, 0o700)
        symlink(aim, path)
      case .linkToDevice: symlink("/dev/zero", path)
      case .pipe: mkfifo(path, 0o600)
      case .directory: mkdir(path, 0o700)
      case .hardLink:
        try Data("kept".utf8).write(to: URL(filePath: aim))
        Glibc.link(aim, path)
      case .foreign:
        try Data("theirs".utf8).write(to: URL(filePath: path))
        chown(path, 12_345, 12_345)
      }
    }

    var message: String {
      switch self {
      case .link, .linkToNowhere, .linkToDirectory, .linkToDevice:
        "is a symbolic link, expected a file"
      case .pipe: "is a named pipe, expected a file"
      case .directory: "is a directory, expected a file"
      case .hardLink: "has 2 names (hard links), expected one"
      case .foreign: "belongs to user 12345, expected user \(geteuid())"
      }
    }
  }

  static let traps = Trap.allCases.filter { $0 != .foreign || geteuid() == 0 }

  @Test("A10: what is no file of one's own is not opened, for reading or writing", arguments: traps)
  func trapsAreRefused(_ trap: Trap) throws {
    let directory = try OwnDirectory.make(base + "/place")
    try trap.lay(at: base + "/place/file", in: base)
    let expected = "'\(base)/place/file' \(trap.message)"
    let opened: [() throws -> Any?] = [
      { try directory.file("file") }, { try directory.file("file", for: .appending) },
      { try directory.file("file", for: .updating) },
    ]
    for open in opened {
      let fault = #expect(throws: FileFault.self) { try open() }
      #expect(fault?.description == expected)
    }
    let aim = FileManager.default.contents(atPath: base + "/aim")
    #expect(aim == nil || aim == Data("kept".utf8))
    #expect(trap != .linkToNowhere || access(base + "/aim", F_OK) != 0)
  }

  @Test("A10: a directory that is a link is none, and nothing is made behind it")
  func linkedDirectory() throws {
    mkdir(base + "/aim", 0o700)
    for target in [base + "/aim", base + "/nowhere"] {
      unlink(base + "/place")
      symlink(target, base + "/place")
      for path in ["/place", "/place/"] {
        let fault = #expect(throws: FileFault.self) { try OwnDirectory.make(base + path) }
        #expect(fault?.description == "'\(base)/place' is a symbolic link, expected a directory")
      }
    }
    #expect(throws: FileFault.self) { try OwnDirectory.make(base + "/place/below") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: base + "/aim") == [])
    #expect(access(base + "/nowhere", F_OK) != 0)
  }

  @Test("A10: what is written beside a file first goes through no link")
  func replacing() throws {
    let directory = try OwnDirectory.make(base + "/place")
    let aim = base + "/aim"
    try Data("kept".utf8).write(to: URL(filePath: aim))
    symlink(aim, base + "/place/file.new")
    try directory.replace("file", by: "file.new", with: Array("new".utf8))
    #expect(FileManager.default.contents(atPath: aim) == Data("kept".utf8))
    #expect(try directory.file("file")?.read(atMost: 3) == Array("new".utf8))
  }

  @Test func missingDirectoriesAreMadePrivate() throws {
    let directory = try OwnDirectory.make(base + "/a/b/c")
    try directory.file("file", for: .appending).write([1])
    for (path, mode) in [("/a", 0o700), ("/a/b/c", 0o700), ("/a/b/c/file", 0o600)] {
      let found = try FileManager.default.attributesOfItem(atPath: base + path)
      #expect(found[.posixPermissions] as? Int == mode)
    }
    #expect(try directory.file("other") == nil)
  }

  @Test("A10: what is refused is closed again") func noDescriptorIsLeftOpen() throws {
    let directory = try OwnDirectory.make(base + "/place")
    mkfifo(base + "/place/file", 0o600)
    symlink("/dev", base + "/linked")
    let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    for _ in 0..<200 {
      _ = try? directory.file("file")
      _ = try? OwnDirectory.open(base + "/linked")
      _ = try? OwnDirectory.open("/proc/1")
      _ = try? BoundedFile.read(base + "/place/file", atMost: 1)
    }
    let after = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    #expect(after < before + 100)
  }

  @Test("A11: a file over the limit is not read, and a pipe or device not waited for")
  func bounds() throws {
    let file = base + "/large"
    try Data("12345".utf8).write(to: URL(filePath: file))
    #expect(try BoundedFile.read(file, atMost: 5) == Array("12345".utf8))
    let large = #expect(throws: FileFault.self) { try BoundedFile.read(file, atMost: 4) }
    #expect(large?.description == "'\(file)' has 5 bytes, expected at most 4")
    truncate(file, 1 << 40)
    #expect(throws: FileFault.self) { try BoundedFile.read(file, atMost: 1 << 20) }
    mkfifo(base + "/pipe", 0o600)
    symlink("/dev/zero", base + "/zero")
    for (name, kind) in [("pipe", "a named pipe"), ("zero", "a device")] {
      let fault = #expect(throws: FileFault.self) {
        try BoundedFile.read("\(base)/\(name)", atMost: 10)
      }
      #expect(fault?.message == "is \(kind), expected a file")
    }
    symlink(file, base + "/link")
    #expect(throws: FileFault.self) {
      try BoundedFile.read(base + "/link", atMost: 1 << 41, followsLinks: false)
    }
  }
}
