internal import FoundationEssentials

/// The aliyun CLI's `config.json`.
struct CLIProfileFile {
  /// One profile as the file has it.
  struct Entry: Decodable {
    var name: String?
    var mode: String?
    var accessKeyID: String?
    var accessKeySecret: String?
    var securityToken: String?
    var regionID: String?
    var endpointType: String?

    enum CodingKeys: String, CodingKey {
      case name, mode
      case accessKeyID = "access_key_id"
      case accessKeySecret = "access_key_secret"
      case securityToken = "sts_token"
      case regionID = "region_id"
      case endpointType = "endpoint_type"
    }
  }

  private struct Content: Decodable {
    var current: String?
    var profiles: [Entry]?
  }

  private let path: String
  private let content: Content

  init(_ bytes: [UInt8], path: String) throws(CredentialsError) {
    self.path = path
    do {
      content = try JSONDecoder().decode(Content.self, from: Data(bytes))
    } catch {
      // The decoder's own words might quote the file: they stay here.
      throw CredentialsError(
        .badFile, "\(path) is not the JSON the aliyun CLI writes",
        nextStep: "run 'aliyun configure' to write it again")
    }
  }

  /// The profile the file calls current; nothing when it calls none that.
  func currentProfile() throws(CredentialsError) -> CLIProfile? {
    guard let name = content.current, !name.isEmpty else { return nil }
    return try profile(named: name)
  }

  func profile(named name: String) throws(CredentialsError) -> CLIProfile {
    let entries = content.profiles ?? []
    guard let entry = entries.first(where: { $0.name == name }) else {
      let names = entries.compactMap(\.name).sorted().map { "'\($0)'" }
      throw CredentialsError(
        .unknownProfile, "there is no profile '\(name)' in \(path)",
        nextStep: names.isEmpty
          ? "the file has none; run 'aliyun configure --profile \(name)'"
          : "it has \(names.joined(separator: ", "))")
    }
    return CLIProfile(entry, path: path)
  }
}
