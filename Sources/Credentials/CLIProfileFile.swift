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
    return try profile(named: name, by: "'current'")
  }

  /// Finds a profile that the user named, or that something else names, which may hold a secret by
  /// mistake: it is not repeated then.
  func profile(named name: String, by place: String?) throws(CredentialsError) -> CLIProfile {
    let entries = content.profiles ?? []
    guard let entry = entries.first(where: { $0.name.map { Array($0.utf8) } == Array(name.utf8) })
    else {
      let message =
        place.map { "\($0) names no profile of \(path)" }
        ?? "there is no profile '\(name)' in \(path)"
      let configure = "run 'aliyun configure --profile \(place == nil ? name : "NAME")'"
      throw CredentialsError(
        .unknownProfile, message,
        nextStep: entries.isEmpty
          ? "the file has none; \(configure)" : "it has \(Self.list(entries))")
    }
    return CLIProfile(entry, path: path)
  }

  /// The names, as far as somebody can read so many.
  private static func list(_ entries: [Entry]) -> String {
    let names = entries.compactMap(\.name).sorted()
    let shown = names.prefix(longestList).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > longestList ? "\(shown) and \(names.count - longestList) more" : shown
  }

  private static let longestList = 20
}
