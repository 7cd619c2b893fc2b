internal import FoundationEssentials
internal import KMSModel
internal import Texts

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

  /// Why there was no line at all, in kms-sandbox's own words where it had any.
  static func failure(complaint: String) -> CommandFailure {
    guard let first = complaint.parts(at: "\n").first.map(String.init) else {
      return CommandFailure(
        .error, "kms-sandbox ended before it introduced itself",
        nextStep: "run 'kmsctl sandbox serve' and look at what it says")
    }
    guard first.holds(text: " is in use by ") else { return CommandFailure(.error, first) }
    return CommandFailure(
      .locked, first,
      nextStep: "wait until that ends; one that keeps running is reached with --endpoint, and with"
        + " ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET as in its first line")
  }
}
