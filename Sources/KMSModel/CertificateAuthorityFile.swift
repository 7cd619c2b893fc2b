internal import Texts

/// The file with the CA chain of an instance's endpoint, named as the console's download
/// (kms-api §13).
public struct CertificateAuthorityFile: Sendable, Hashable {
  /// `kst-…`.
  public var instanceID: String
  /// The chain as the service sends it.
  public var chainPEM: String

  /// Creates a file.
  public init(instanceID: String, chainPEM: String) {
    self.instanceID = instanceID
    self.chainPEM = chainPEM
  }

  /// `PrivateKmsCA_<instance>.pem`.
  public var name: String { Self.name(instanceID) }

  /// The chain with plain line ends; the service sends CR LF.
  public var content: String {
    let text = String(
      decoding: chainPEM.utf8.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    return text.ends(with: "\n") ? text : text + "\n"
  }

  /// `PrivateKmsCA_<instance>.pem`.
  public static func name(_ instanceID: String) -> String { "\(prefix)\(instanceID).pem" }

  /// What every such name begins with.
  public static let prefix = "PrivateKmsCA_"

  /// Whether an instance's id can be part of a file name; it comes from a manifest or the service.
  public static func isSafe(_ instanceID: String) -> Bool {
    instanceID.begins(with: "kst-") && instanceID.utf8.count <= 132
      && instanceID.consists { $0.isASCIIAlphanumeric || $0 == "-" }
  }
}
