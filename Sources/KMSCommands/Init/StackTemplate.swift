internal import Manifests
internal import Texts

/// The files `kmsctl init` writes.
struct StackTemplate {
  let name: String
  let account: String
  let region: String
  let uid: String

  /// A directory's name with everything else made `-`, as long as a stack's name may be.
  static func name(from directory: String) -> String {
    let letters = directory.lowercased().unicodeScalars.map { scalar in
      let isPlain =
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
        || "-_".unicodeScalars.contains(scalar)
      return isPlain ? scalar : "-"
    }
    let kept = String.UnicodeScalarView(letters.prefix(StackSetting.maximumNameLength))
    return kept.isEmpty ? "stack" : String(kept)
  }

  /// Paths relative to the stack's directory, the stack file first.
  var files: [(path: String, text: String)] {
    [("kmsctl.yaml", stack), ("manifests/example.yaml", Self.example)]
  }

  private var stack: String {
    """
    apiVersion: kmsctl.dev/v1
    kind: Stack
    metadata:
      name: \(Self.yaml(name))
      uid: \(uid)   # makes objects this stack's; never copy it into another repository
    spec:
      account: "\(account)"
      region: \(region)
      manifests: [manifests/]

    """
  }

  /// A word as YAML: in quotes where it would mean nothing, or a list, without them.
  private static func yaml(_ word: String) -> String {
    let isNull = ["null", "Null", "NULL"].contains(word)
    return isNull || word.begins(with: "-") ? "\"\(word)\"" : word
  }

  private static let example = """
    # A first object: which source addresses may reach KMS.
    apiVersion: kmsctl.dev/v1
    kind: NetworkRule
    metadata:
      name: example-vpc
      description: made by kmsctl init
    spec:
      type: Private
      allowedSourceIPs: [10.0.0.0/16]

    # The rest of the chain. Take the comments off and name your KMS instance.
    #
    # ---
    # apiVersion: kmsctl.dev/v1
    # kind: Policy
    # metadata: {name: example-crypto}
    # spec:
    #   scope: kst-hzz62ee817bvyyr5x0000
    #   roles: [CryptoServiceKeyUser]
    #   resources: [key/*]
    #   networkRules: [example-vpc]
    # ---
    # apiVersion: kmsctl.dev/v1
    # kind: ApplicationAccessPoint
    # metadata: {name: example-app}
    # spec:
    #   authenticationMethod: ClientKey
    #   policies: [example-crypto]
    #   clientKey:
    #     validity: 365d
    #     deliverTo:
    #       - directory: {path: /var/lib/example-app/kms}

    """
}
