/// The files `kmsctl init` writes.
struct StackTemplate {
  let name: String
  let account: String
  let region: String
  let uid: String

  init(name: String, account: String, region: String, uid: String) throws {
    guard !account.isEmpty, account.allSatisfy({ ("0"..."9").contains($0) }) else {
      throw CommandFailure(.usage, "the account is '\(account)', expected digits only")
    }
    let isWord = { (text: String) in
      !text.isEmpty
        && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    }
    guard isWord(name) else {
      throw CommandFailure(
        .usage, "the name is '\(name)', expected letters, digits, '-' and '_'",
        nextStep: "pass --name")
    }
    guard isWord(region) else {
      throw CommandFailure(.usage, "the region is '\(region)', expected a word like cn-hangzhou")
    }
    (self.name, self.account, self.region, self.uid) = (name, account, region, uid)
  }

  /// A directory's name with everything else made `-`.
  static func name(from directory: String) -> String {
    let letters = directory.lowercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    return letters.isEmpty ? "stack" : String(letters)
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
      name: \(name)
      uid: \(uid)   # makes objects this stack's; never copy it into another repository
    spec:
      account: "\(account)"
      region: \(region)
      manifests: [manifests/]

    """
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
