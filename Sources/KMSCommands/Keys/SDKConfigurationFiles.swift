internal import Delivery
internal import KMSModel
internal import Rendering

/// The two files of `kmsctl sdk-config` below a directory that is there.
struct SDKConfigurationFiles {
  private let document: SDKConfigurationDocument
  private let directory: String
  private let replaces: Bool

  init(_ document: SDKConfigurationDocument, directory: String, replaces: Bool) {
    self.document = document
    self.directory = PathText.absolute(directory, in: "/")
    self.replaces = replaces
  }

  /// Writes both, or neither when one of them would replace something else.
  func write() throws -> [SDKConfigurationDocument.File] {
    guard document.canBeWritten else {
      throw CommandFailure(.error, "the instance's id cannot be part of a file name")
    }
    let authority = PublicFile(
      path: "\(directory)/\(document.certificateAuthority.name)",
      text: document.certificateAuthority.content)
    let settings = PublicFile(
      path: "\(directory)/kms-sdk.json",
      text: try document.settings(certificateAuthorityPath: authority.path))
    let files = [authority, settings]
    if !replaces, let other = files.first(where: { $0.differs() }) {
      throw CommandFailure(
        .error, "\(other.path) is there already with other content",
        nextStep: "look at it, then pass --replace or choose another directory")
    }
    return try files.map { file in
      .init(path: file.path, outcome: try file.write().rawValue)
    }
  }
}
