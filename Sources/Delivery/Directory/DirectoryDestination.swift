internal import Glibc
public import KMSModel
internal import Secrets

/// A directory with one sub-directory per key and a `current` link to the one in use.
///
///     <path>/.kmsctl
///     <path>/current -> KAAP.<uuid>
///     <path>/KAAP.<uuid>/clientKey_KAAP.<uuid>.json
///     <path>/KAAP.<uuid>/clientKey_KAAP.<uuid>_Password.txt
///
/// With `parts`, one of the two files; with extras, what the KMS Instance SDK needs beside them.
public struct DirectoryDestination: ClientKeyDestination {
  let spec: DirectorySpec
  let parts: KeyParts
  let absolutePath: String
  let environment: [String: String]

  static let currentName = "current"

  /// Creates a destination; a relative path is below the base directory, which must be absolute.
  public init(
    _ spec: DirectorySpec, parts: KeyParts, baseDirectory: String, environment: [String: String]
  ) {
    self.spec = spec
    self.parts = parts
    absolutePath = PathText.absolute(spec.path, in: baseDirectory)
    self.environment = environment
  }

  /// The path as the manifest has it.
  public var path: String { spec.path }

  /// `directory <path>`.
  public var summary: String { "directory \(path)" }

  /// The machine and the path with its links resolved; nothing on a CI runner, whose directories
  /// go with it although the next runner may look just the same.
  public var place: String? {
    guard !isOnRunner else { return nil }
    return "directory\n\(Machine.identity)\n\(PathText.resolvingLinks(absolutePath))"
  }

  /// Writes the files to a directory that no application looks at.
  public func stage(_ key: DeliverableKey) async throws(DeliveryError) {
    let id = try checkedID(key)
    let access = try readAccess()
    do {
      _ = try MissingDirectories.make(absolutePath, for: access)
      let root = try DirectoryHandle(destination: absolutePath)
      if let owner = key.owner { try claim(root, for: owner) }
      try root.removeDirectory(Self.stagingName(id))
      let staging = try root.makeDirectory(Self.stagingName(id), for: access)
      for file in folder(key).files {
        try staging.write(file.content, to: file.name, for: access)
      }
      try staging.synchronise()
      try root.synchronise()
    } catch let error as DeliveryError {
      throw error
    } catch let error as SystemError {
      throw failure(.writeFailed, error)
    } catch {
      throw failure(.writeFailed, "staging failed")
    }
  }

  /// Gives the staged directory its name, reads it back, and switches `current` to it.
  public func publish(_ key: DeliverableKey) async throws(DeliveryError) {
    let id = try checkedID(key)
    let root: DirectoryHandle
    do {
      root = try DirectoryHandle(destination: absolutePath)
      try settle(key, id, in: root)
      guard try isComplete(key, id, in: root) else {
        throw failure(.writeFailed, "the files read back differ from what was written")
      }
      try switchCurrent(to: id, in: root)
    } catch let error as DeliveryError {
      throw error
    } catch let error as SystemError {
      throw failure(.writeFailed, error)
    } catch {
      throw failure(.writeFailed, "publishing failed")
    }
    do {
      try root.synchronise()
      let target = try root.target(of: Self.currentName)
      guard target == id, try isComplete(key, id, in: root) else {
        throw failure(.readBackDiffers, "'current' does not lead to the new key's files")
      }
    } catch let error as DeliveryError {
      throw error
    } catch let error as SystemError {
      throw failure(.outcomeUnknown, error)
    } catch {
      throw failure(.outcomeUnknown, "reading back failed")
    }
  }

  /// Removes what was staged; what `current` leads to stays.
  public func discard(shortID: String) async throws(DeliveryError) {
    do {
      guard PathText.exists(absolutePath) else { return }
      let root = try DirectoryHandle(absolutePath)
      let current = try root.target(of: Self.currentName)
      for name in try root.names() where name != current {
        if let id = Self.id(ofLink: name), LiveClientKey.shortID(id) == shortID {
          try root.remove(name)
        } else if let id = Self.id(ofDirectory: name), LiveClientKey.shortID(id) == shortID {
          // A link that somebody put there goes, what it leads to stays.
          let isLink = try root.kind(of: name) == S_IFLNK
          if isLink { try root.remove(name) } else { try root.removeDirectory(name) }
        }
      }
      try root.synchronise()
    } catch {
      throw failure(.writeFailed, error)
    }
  }

  /// Renames the staged directory, unless an earlier try did.
  private func settle(
    _ key: DeliverableKey, _ id: String, in root: DirectoryHandle
  ) throws(SystemError) {
    if try root.kind(of: id) != nil {
      if try isComplete(key, id, in: root) { return }
      try root.removeDirectory(id)
    }
    try root.rename(Self.stagingName(id), to: id)
    try root.synchronise()
  }

  /// Whether a directory holds all of this key's files as they should be.
  private func isComplete(
    _ key: DeliverableKey, _ id: String, in root: DirectoryHandle
  ) throws(SystemError) -> Bool {
    let directory = try root.directory(id)
    do throws(SystemError) {
      for file in folder(key).files {
        let content = try directory.read(file.name, atMost: KeyFiles.sizeLimit)
        guard content == file.content else { return false }
      }
      return true
    } catch {
      guard error.isMissing else { throw error }
      return false
    }
  }

  private func folder(_ key: DeliverableKey) -> KeyFolder {
    KeyFolder(key, spec: spec, parts: parts, absolutePath: absolutePath)
  }

  /// Who may read what is written.
  func readAccess() throws(DeliveryError) -> ReadAccess {
    guard let name = spec.group else { return .ownerOnly }
    guard let group = ReadAccess.group(named: name) else {
      throw failure(
        .unusable, "there is no group '\(name)' on this machine",
        nextStep: "make the group, or correct 'group' in the manifest")
    }
    return ReadAccess(group: group)
  }

  private func switchCurrent(to id: String, in root: DirectoryHandle) throws(SystemError) {
    let link = Self.linkName(id)
    try root.remove(link)
    try root.link(link, to: id)
    try root.rename(link, to: Self.currentName)
  }

  private func checkedID(_ key: DeliverableKey) throws(DeliveryError) -> String {
    guard KeyFiles.isSafe(key.issued.id) else {
      throw failure(.unusable, "the key's id cannot be part of a file name")
    }
    guard
      spec.extras.isEmpty || key.instance.map({ CertificateAuthorityFile.isSafe($0.id) }) == true
    else {
      throw failure(
        .unusable, "the instance for 'sdk' is not known",
        nextStep: "name it: 'instance: kst-…' beside 'deliverTo'")
    }
    return key.issued.id
  }

  func failure(
    _ code: DeliveryError.Code, _ message: String,
    nextStep: String = "repair the directory"
  ) -> DeliveryError {
    DeliveryError(code, destination: summary, message: message, nextStep: nextStep)
  }

  /// What the operating system said no to, with the step that follows from that.
  func failure(_ code: DeliveryError.Code, _ error: SystemError) -> DeliveryError {
    failure(code, error.message, nextStep: error.nextStep(below: path))
  }
}
