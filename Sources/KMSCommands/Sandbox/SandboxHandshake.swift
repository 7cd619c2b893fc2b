internal import FoundationEssentials
internal import KMSModel

/// The one line `kms-sandbox` says when it is ready.
struct SandboxHandshake: Decodable, Sendable {
  var accessKeyID: String
  var accessKeySecret: String
  var account: String
  var endpoint: String
  var region: String
  var version: String

  init(line: String) throws {
    guard let value = try? JSONDecoder().decode(Self.self, from: Data(line.utf8)) else {
      throw CommandFailure(
        .error, "kms-sandbox did not introduce itself",
        nextStep: "run 'kmsctl sandbox serve' and look at what it says")
    }
    self = value
    guard version == ToolVersion.current else {
      throw CommandFailure(
        .error, "kms-sandbox is version \(version), this kmsctl is \(ToolVersion.current)",
        nextStep: "install both from the same build")
    }
  }
}
