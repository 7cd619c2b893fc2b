/// What a manifest says about the client key of one access point.
public struct ClientKeySpec: Sendable, Hashable, Codable {
  /// How long a key lives.
  public var validity: TimeSpan
  /// When a successor is issued and how long both live.
  public var rotation: RotationSpec
  /// Where the password comes from.
  public var password: PasswordSource
  /// Where the key is delivered; at least one.
  public var destinations: [DestinationSpec]
  /// The KMS instance whose endpoint and CA go with the key; nothing: the one that the access
  /// point's policies name.
  public var instance: String?

  /// Creates a spec.
  public init(
    validity: TimeSpan, rotation: RotationSpec, password: PasswordSource,
    destinations: [DestinationSpec], instance: String? = nil
  ) {
    self.validity = validity
    self.rotation = rotation
    self.password = password
    self.destinations = destinations
    self.instance = instance
  }

  /// The longest life the service gives a key (kms-api §5).
  public static let maximumValidity = TimeSpan(5, .years)

  /// How many client keys the service lets live on one access point (kms-api §16.1 U4).
  ///
  /// Inferred: that keys which have ended, and keys that others made, count like any other. The
  /// service may allow fewer; then it refuses a key although this many are not there.
  public static let maximumKeysPerAccessPoint = 3
}

/// Where the password of a new client key comes from; never the password itself.
public enum PasswordSource: Sendable, Hashable, Codable {
  /// Made at random, this many characters.
  case generate(length: Int)
  /// An environment variable of the `apply` run.
  case fromEnv(String)
  /// A file readable by its owner only.
  case fromFile(String)
  /// The standard output of a command, run by `apply` only.
  case fromCommand([String])

  /// What a manifest that says nothing gets.
  public static let standard = PasswordSource.generate(length: 32)
}

extension ClientKeySpec {
  /// The path of every program that a step of this key may run, sorted, each once.
  public var programs: [String] {
    var calls = [rotation.retirementCheck]
    if case .fromCommand(let words) = password { calls.append(words) }
    for destination in destinations {
      guard case .command(let command) = destination.place else { continue }
      calls += [command.run, command.check]
    }
    return Set(calls.compactMap(\.first)).sorted()
  }

  /// The longest that one of its programs may take to store a key; nothing when none does.
  public var longestDelivery: TimeSpan? {
    destinations.compactMap { destination in
      if case .command(let command) = destination.place { command.timeout } else { nil }
    }.max { $0.nominalSeconds < $1.nominalSeconds }
  }
}
