internal import Cryptography
internal import Glibc
internal import KMSModel
internal import Secrets

extension DirectoryDestination {
  private static let probeSize = 64 * 1024

  /// Proves that a key would get here and stay here.
  public func preflight() async throws(DeliveryError) { try check(nil) }

  /// Proves also that the directory is not another access point's.
  public func preflight(for owner: KeyOwner) async throws(DeliveryError) { try check(owner) }

  private func check(_ owner: KeyOwner?) throws(DeliveryError) {
    try refuseRunner()
    try refuseWorkTree()
    try refuseKernelDirectory()
    try refuseLinks()
    try refuseAmbiguousPath()
    let access = try readAccess()
    do {
      try refuseOpenParent()
      let made = try MissingDirectories.make(absolutePath, for: access)
      defer { MissingDirectories.remove(made) }
      let root = try DirectoryHandle(destination: absolutePath)
      try refuseOpen(try root.status, absolutePath)
      try refuseOther(root)
      if let owner { try refuseOtherOwner(than: owner, in: root) }
      try removeDeadProbes(root)
      try probe(root, access)
    } catch let error as DeliveryError {
      throw error
    } catch let error as SystemError {
      throw failure(.unusable, error)
    } catch {
      throw failure(.unusable, "it cannot be used")
    }
  }

  /// Whether the directory goes with a CI runner.
  var isOnRunner: Bool {
    !["", "0", "false"].contains((environment["CI"] ?? "").lowercased())
  }

  private func refuseRunner() throws(DeliveryError) {
    guard isOnRunner, !spec.isEphemeralAccepted else { return }
    throw failure(
      .unusable, "the variable CI is set: a directory of a CI runner is lost with the runner",
      nextStep: "deliver elsewhere, or say 'ephemeral: accepted' if a later step takes the files")
  }

  private func refuseWorkTree() throws(DeliveryError) {
    let resolved = PathText.resolvingLinks(absolutePath)
    guard let tree = GitWorkTree(containing: resolved), !tree.ignores(keysIn: resolved) else {
      return
    }
    throw failure(
      .unusable, "it is inside the Git work tree '\(tree.root)', and Git would commit the key",
      nextStep: "deliver outside the work tree, or add the directory to '\(tree.root)/.gitignore'")
  }

  /// Each reader of environment files has quoting rules of its own.
  private func refuseAmbiguousPath() throws(DeliveryError) {
    guard spec.extras.contains(.env), !SDKFiles.isPlain(absolutePath) else { return }
    throw failure(
      .unusable,
      "'kms-sdk.env' cannot name '\(absolutePath)': readers of environment files disagree on some "
        + "of its characters",
      nextStep: "deliver to a path of letters, digits and /._-+@:, or leave out 'env'")
  }

  private func refuseKernelDirectory() throws(DeliveryError) {
    for path in [absolutePath, PathText.resolvingLinks(absolutePath)] {
      guard let directory = KernelDirectory.holding(path) else { continue }
      throw failure(
        .unusable,
        "it \(path == absolutePath ? "is" : "leads") in '\(directory)', which keeps no files",
        nextStep: "deliver to a directory of a disk")
    }
  }

  /// A key goes to the directory that is named, and on the way there nobody else decides.
  private func refuseLinks() throws(DeliveryError) {
    var status = stat()
    if lstat(absolutePath, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
      throw failure(
        .unusable, "it is a symbolic link, expected a directory",
        nextStep: "name the directory itself: '\(PathText.resolvingLinks(absolutePath))'")
    }
    let objection: LinkedPath.Objection?
    do { objection = try LinkedPath.objection(to: absolutePath) } catch {
      throw failure(.unusable, error)
    }
    guard let objection else { return }
    let what = objection.isTarget ? "leads to a directory" : "is a symbolic link"
    throw failure(
      .unusable, "'\(objection.link)' on the way to it \(what) of user \(objection.owner)",
      nextStep: "name the directory without that link: "
        + "'\(PathText.resolvingLinks(absolutePath))'")
  }

  /// Whoever may write to the place where the directory would be made could make it first.
  private func refuseOpenParent() throws(any Error) {
    guard !PathText.exists(absolutePath) else { return }
    let parent = MissingDirectories.nearestExisting(absolutePath)
    let status = try DirectoryHandle(parent).status
    if status.st_mode & S_ISVTX == 0 { try refuseOpen(status, parent) }
  }

  private func refuseOpen(_ status: stat, _ directory: String) throws(DeliveryError) {
    guard status.st_mode & 0o022 == 0 else {
      throw failure(
        .unusable, "'\(directory)' can be written to by other users",
        nextStep: "chmod go-w '\(directory)'")
    }
    guard status.st_uid == geteuid() || status.st_uid == 0 else {
      throw failure(
        .unusable, "'\(directory)' belongs to user \(status.st_uid)",
        nextStep: "run kmsctl as that user, or deliver to a directory of the user who runs it")
    }
  }

  private func refuseOther(_ root: DirectoryHandle) throws(any Error) {
    guard let kind = try root.kind(of: Self.currentName), kind != S_IFLNK else { return }
    throw failure(
      .unusable, "'\(Self.currentName)' in it is not a symbolic link",
      nextStep: "move it away: kmsctl keeps a link of that name there")
  }

  /// Does once what a delivery does: a directory, a file of more than a key's size, a rename, a
  /// link.
  private func probe(_ root: DirectoryHandle, _ access: ReadAccess) throws(SystemError) {
    let token = Digest.hex(SecureRandom().bytes(8))
    let directory = Self.probePrefix + token
    let (renamed, file, link) = ("\(directory)-renamed", "file", "\(directory)-link")
    defer {
      try? root.removeDirectory(directory)
      try? root.removeDirectory(renamed)
      try? root.remove(link)
    }
    let made = try root.makeDirectory(directory, for: access)
    _ = made.lock()
    defer { withExtendedLifetime(made) {} }
    try made.write(
      Secret(bytes: [UInt8](repeating: 0x20, count: Self.probeSize)), to: file, for: access)
    try made.synchronise()
    try root.rename(directory, to: renamed)
    try root.link(link, to: renamed)
    try root.synchronise()
  }
}
