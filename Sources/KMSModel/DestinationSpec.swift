internal import Texts

/// One place a client key is delivered to, and which of its halves go there.
public struct DestinationSpec: Sendable, Hashable {
  /// The kind of place.
  public enum Place: Sendable, Hashable {
    /// The console's two files below a directory.
    case directory(DirectorySpec)
    /// A program that takes the key on its standard input.
    case command(CommandSpec)
    /// A secret of KMS Secrets Manager.
    case secret(SecretSpec)
  }

  /// The place.
  public var place: Place
  /// What goes there.
  public var parts: KeyParts

  /// Creates a destination.
  public init(_ place: Place, parts: KeyParts = .all) {
    self.place = place
    self.parts = parts
  }

  /// A directory.
  public static func directory(path: String, isEphemeralAccepted: Bool = false) -> Self {
    Self(.directory(DirectorySpec(path: path, isEphemeralAccepted: isEphemeralAccepted)))
  }
}

extension DestinationSpec: CustomStringConvertible {
  /// The place as a plan shows it, with what it takes to get there.
  public var description: String {
    let text =
      switch place {
      case .directory(let directory): "directory \(directory.path)"
      case .command(let command):
        "command \(command.run.joined(separator: " ")) (needs --allow-exec "
          + "\(ShellText.word(command.run.first ?? "")))"
      case .secret(let secret): "KMS secret \(secret.name)"
      }
    switch parts {
    case .all: return text
    case .key: return "\(text) (key file only)"
    case .password: return "\(text) (password only)"
    }
  }
}

/// Which halves of a client key go to a place.
public enum KeyParts: String, Sendable, Hashable, Codable, CaseIterable {
  /// The key file and the password.
  case all
  /// Only the key file, which is of no use without the password.
  case key
  /// Only the password.
  case password

  /// Whether the key file is among them.
  public var includesKey: Bool { self != .password }
  /// Whether the password is among them.
  public var includesPassword: Bool { self != .key }
}

/// The console's two files below a directory.
public struct DirectorySpec: Sendable, Hashable, Codable {
  /// A file beside the two, so that an application starts without another look-up.
  public enum Extra: String, Sendable, Hashable, Codable, CaseIterable {
    /// The instance's CA chain, `PrivateKmsCA_<instance>.pem`.
    case certificateAuthority = "ca"
    /// `kms-sdk.json`: endpoint and paths for the KMS Instance SDK.
    case json
    /// `kms-sdk.env`: the same as environment variables.
    case env
  }

  /// The directory as the manifest has it.
  public var path: String
  /// Whether losing the directory with a CI job is meant.
  public var isEphemeralAccepted: Bool
  /// The files beside the two, in the order of the enumeration.
  public var extras: [Extra]
  /// The group that may read the files; nothing: only their owner.
  public var group: String?

  /// Creates a directory.
  public init(
    path: String, isEphemeralAccepted: Bool = false, extras: [Extra] = [], group: String? = nil
  ) {
    self.path = path
    self.isEphemeralAccepted = isEphemeralAccepted
    self.extras = Extra.allCases.filter(extras.contains)
    self.group = group
  }
}

/// A program that takes the key on its standard input.
public struct CommandSpec: Sendable, Hashable, Codable {
  /// The form of the standard input.
  public enum Input: String, Sendable, Hashable, Codable, CaseIterable {
    /// kmsctl's own JSON document.
    case json
    /// A Kubernetes `Secret` as JSON.
    case kubernetesSecret
    /// `NAME=value` lines.
    case dotenv
  }

  /// The program and its arguments; no shell is between.
  public var run: [String]
  /// What it reads.
  public var input: Input
  /// A program and its arguments that prove, before anything is issued, that `run` would work;
  /// empty: only that the program is there.
  public var check: [String]
  /// How long each may take.
  public var timeout: TimeSpan
  /// The name and namespace of the Kubernetes secret; nothing for other inputs.
  public var kubernetes: KubernetesName?

  /// Creates a command.
  public init(
    run: [String], input: Input, check: [String] = [], timeout: TimeSpan = Self.standardTimeout,
    kubernetes: KubernetesName? = nil
  ) {
    self.run = run
    self.input = input
    self.check = check
    self.timeout = timeout
    self.kubernetes = kubernetes
  }

  /// What a manifest that says nothing gets.
  public static let standardTimeout = TimeSpan(1, .minutes)
}

/// How a Kubernetes object is called.
public struct KubernetesName: Sendable, Hashable, Codable {
  /// The name.
  public var name: String
  /// The namespace; nothing for the context's own.
  public var namespace: String?

  /// Creates a name.
  public init(name: String, namespace: String? = nil) {
    self.name = name
    self.namespace = namespace
  }
}

/// A secret of KMS Secrets Manager.
public struct SecretSpec: Sendable, Hashable, Codable {
  /// The secret's name.
  public var name: String
  /// The instance whose key encrypts it; nothing when the secret is there already, or the shared
  /// service keeps it.
  public var instance: String?
  /// The key that encrypts it, needed for a new secret of an instance.
  public var encryptionKey: String?

  /// Creates a secret.
  public init(name: String, instance: String? = nil, encryptionKey: String? = nil) {
    self.name = name
    self.instance = instance
    self.encryptionKey = encryptionKey
  }
}
