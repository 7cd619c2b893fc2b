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

  /// Creates a spec.
  public init(
    validity: TimeSpan, rotation: RotationSpec, password: PasswordSource,
    destinations: [DestinationSpec]
  ) {
    self.validity = validity
    self.rotation = rotation
    self.password = password
    self.destinations = destinations
  }

  /// The longest life the service gives a key (kms-api §5).
  public static let maximumValidity = TimeSpan(5, .years)
}

/// When a key is replaced.
public struct RotationSpec: Sendable, Hashable, Codable {
  /// How long before the end a successor is due.
  public enum RenewBefore: Sendable, Hashable, Codable {
    /// A length of time.
    case span(TimeSpan)
    /// A share of the validity, 1 to 99.
    case percent(Int)
  }

  /// How long before the end a successor is due.
  public var renewBefore: RenewBefore
  /// How long the predecessor lives on after its successor was delivered.
  public var overlap: TimeSpan

  /// Creates a rotation.
  public init(renewBefore: RenewBefore, overlap: TimeSpan) {
    self.renewBefore = renewBefore
    self.overlap = overlap
  }

  /// What a manifest that says nothing gets.
  public static let standard = RotationSpec(
    renewBefore: .span(TimeSpan(60, .days)), overlap: TimeSpan(30, .days))
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

/// One place a client key is delivered to.
public enum DestinationSpec: Sendable, Hashable, Codable {
  /// The console's two files below a directory.
  case directory(path: String, isEphemeralAccepted: Bool)
}
