internal import Secrets
internal import Texts

/// A small file in the directory says whose keys these are, so that two access points with the same
/// path, in two stacks perhaps, do not switch each other's `current`.
extension DirectoryDestination {
  static let ownerName = ".kmsctl"
  private static let ownerSizeLimit = 1024

  /// Refuses a directory of another access point; one without the file is anybody's.
  func refuseOtherOwner(than owner: KeyOwner, in root: DirectoryHandle) throws(any Error) {
    guard try root.kind(of: Self.ownerName) != nil else { return }
    let found = try root.read(Self.ownerName, atMost: Self.ownerSizeLimit)
      .withUnsafeText { $0 }
    // A run that was killed while it wrote the file leaves the beginning.
    guard !Self.content(owner).begins(with: found) else { return }
    let name = found.parts(at: "\n", keepsEmpty: true).first ?? ""
    throw failure(
      .unusable, "it holds the keys of access point '\(name)', not of '\(owner)'",
      nextStep: "give each access point a directory of its own; if that one does not use it any "
        + "more, delete '\(absolutePath)/\(Self.ownerName)'")
  }

  /// Makes the directory this access point's, down to the disk.
  func claim(_ root: DirectoryHandle, for owner: KeyOwner) throws(any Error) {
    try refuseOtherOwner(than: owner, in: root)
    let content = Secret(Self.content(owner))
    if try root.kind(of: Self.ownerName) != nil {
      guard try root.read(Self.ownerName, atMost: Self.ownerSizeLimit) != content else { return }
      try root.remove(Self.ownerName)
    }
    try root.write(content, to: Self.ownerName)
  }

  private static func content(_ owner: KeyOwner) -> String { "\(owner)\n" }
}
