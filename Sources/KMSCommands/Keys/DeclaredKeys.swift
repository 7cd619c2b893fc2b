internal import KMSModel
internal import Manifests

/// The access points of a stack that have a client key declared, as the command line names them.
struct DeclaredKeys {
  let desired: DesiredState

  /// The names, each of which stands for a declared key.
  func names(_ given: [String]) throws -> [String] {
    let declared = desired.clientKeys.keys.sorted()
    return try given.map { word in
      let name = Self.name(word)
      guard desired.clientKeys[name] == nil else { return name }
      let near = Suggestion.nearest(to: name, in: declared)
      throw CommandFailure(
        .usage, "no client key is declared for an access point '\(name)'",
        nextStep: near.map { "did you mean '\($0)'?" }
          ?? "'kmsctl key list' shows the access points of this stack")
    }
  }

  /// A name as it is, or out of `aap/…` and `clientkey/…`.
  private static func name(_ word: String) -> String {
    guard let id = ResourceID(parsing: word) else { return word }
    return id.kind == .accessPoint || id.kind == .clientKey ? id.name : word
  }
}
