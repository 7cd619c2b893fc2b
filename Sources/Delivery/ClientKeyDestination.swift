public import KMSModel
public import Secrets

/// A place client keys are delivered to.
///
/// The order of calls is preflight, stage, publish; `holds` answers for recovery; `discard` takes
/// back what was staged but not published. Every call may be repeated.
public protocol ClientKeyDestination: Sendable {
  /// Where, for people: `directory /var/lib/app/kms`.
  var summary: String { get }

  /// What tells this place from every other one, on this machine and elsewhere; nothing when a later
  /// run could not be sure to meet the same place, so that `notPublished` proves nothing to it.
  var place: String? { get }

  /// Proves that a delivery would work, without leaving anything behind.
  func preflight() async throws(DeliveryError)

  /// Proves also that the place is not another access point's.
  func preflight(for owner: KeyOwner) async throws(DeliveryError)

  /// Puts the key where it is safe but not yet used.
  func stage(_ key: DeliverableKey) async throws(DeliveryError)

  /// Makes the staged key the one the application uses, atomically, and reads it back.
  func publish(_ key: DeliverableKey) async throws(DeliveryError)

  /// What the destination knows about a key, by its short id; for finishing an interrupted run.
  func holds(shortID: String) async throws(DeliveryError) -> DeliveryHolding

  /// Removes what was staged for a key that was never published.
  func discard(shortID: String) async throws(DeliveryError)

  /// Whether `look` asks this machine alone, so that it costs no call.
  var isLocal: Bool { get }

  /// What is there of a key that was delivered; for telling that somebody took it away.
  ///
  /// It writes nothing. What cannot be looked at is `cannotTell`, never gone.
  func look(for key: LiveClientKey) async -> DeliveryLook
}

extension ClientKeyDestination {
  /// No place: a key that may have been delivered is never taken for unpublished.
  public var place: String? { nil }

  /// Only what is true for every owner.
  public func preflight(for owner: KeyOwner) async throws(DeliveryError) { try await preflight() }

  /// Nothing is on this machine.
  public var isLocal: Bool { false }

  /// Nobody can be asked.
  public func look(for key: LiveClientKey) async -> DeliveryLook {
    .cannotTell("cannot be asked what it holds")
  }
}

/// What a look at a destination found of a delivered key; the texts read on after its summary.
public enum DeliveryLook: Sendable, Equatable {
  /// It is there, whole.
  case held
  /// It opens: its certificate.
  case opened(certificatePEM: String)
  /// Its half is there, which proves nothing alone.
  case half(KeyHalf)
  /// It is not there.
  case vanished(String)
  /// Something else is there, or it is damaged.
  case changed(String)
  /// Nobody can tell from here.
  case cannotTell(String)
}

/// What a destination knows about a key.
public enum DeliveryHolding: Sendable, Equatable {
  /// It was never published here.
  case notPublished
  /// It is published and complete: its certificate, from opening it with the password beside it.
  case published(certificatePEM: String)
  /// Its half of it is published: proves nothing alone, as neither half opens without the other.
  case publishedHalf(KeyHalf)
  /// The destination cannot be asked.
  case unknown
}

/// One half of a client key as a destination holds it.
public enum KeyHalf: Sendable, Equatable {
  /// The PKCS#12 container in base64.
  case key(Secret)
  /// The password of the container.
  case password(Secret)
}

/// A client key with everything a destination may need.
public struct DeliverableKey: Sendable {
  /// The key with its private half.
  public var issued: IssuedClientKey
  /// The password of the container.
  public var password: Secret
  /// Whose it is; nothing when the places it goes to need not be told apart.
  public var owner: KeyOwner?
  /// The instance it is for; nothing when no destination asks for it or it is not known.
  public var instance: InstanceAccess?

  /// Creates a deliverable key.
  public init(
    issued: IssuedClientKey, password: Secret, owner: KeyOwner? = nil,
    instance: InstanceAccess? = nil
  ) {
    self.issued = issued
    self.password = password
    self.owner = owner
    self.instance = instance
  }
}

/// Why a delivery did not work.
public struct DeliveryError: Error, Sendable, Hashable {
  /// What went wrong.
  public enum Code: String, Sendable {
    /// The destination is not usable as it is.
    case unusable
    /// Writing failed.
    case writeFailed
    /// The destination itself says that it took nothing.
    case notTaken
    /// What was read back is not what was written.
    case readBackDiffers
    /// The outcome is not known; counts as published.
    case outcomeUnknown
  }

  /// What went wrong.
  public var code: Code
  /// Where: the destination's summary.
  public var destination: String
  /// What was found, never a secret.
  public var message: String
  /// What to do.
  public var nextStep: String
  /// The failed call to the service behind it, when there is one: it says better what to do.
  public var service: KMSFailure?

  /// Creates an error.
  public init(
    _ code: Code, destination: String, message: String, nextStep: String,
    service: KMSFailure? = nil
  ) {
    self.code = code
    self.destination = destination
    self.message = message
    self.nextStep = nextStep
    self.service = service
  }
}
