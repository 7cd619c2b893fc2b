public import KMSModel

/// Unreadable objects with one cause: they are told in one line, with one next step.
public struct UnreadableGroup: Sendable, Hashable {
  /// The objects, in the order they came.
  public private(set) var objects: [UnreadableObject]

  private let first: UnreadableObject

  /// A group of one.
  init(_ object: UnreadableObject) {
    first = object
    objects = [object]
  }

  /// Puts together what one step mends, in the order of the first objects.
  public static func groups(_ objects: [UnreadableObject]) -> [UnreadableGroup] {
    var groups: [UnreadableGroup] = []
    var places: [Key: Int] = [:]
    for object in sorted(objects) {
      let key = Key(object)
      if let place = places[key] {
        groups[place].objects.append(object)
      } else {
        places[key] = groups.count
        groups.append(UnreadableGroup(object))
      }
    }
    return groups
  }

  /// The objects in the order in which they are always told.
  static func sorted(_ objects: [UnreadableObject]) -> [UnreadableObject] {
    let order = { (entry: UnreadableObject) in
      (entry.id ?? ResourceID(.networkRule, ""), entry.operation, entry.reason)
    }
    return objects.sorted { order($0) < order($1) }
  }

  /// What could not be read: a name, or how many there are and the first of them.
  public var subject: String {
    guard objects.count > 1 else { return first.subject }
    return "\(objects.count) live objects (\(NameList.text(objects.map(\.subject))))"
  }

  /// Which calls failed and what was said of the first: `DescribePolicy, ListClientKeys: …`.
  public var reason: String {
    let operations = Set(objects.map(\.operation)).sorted().joined(separator: ", ")
    return first.reason.isEmpty ? operations : "\(operations): \(first.reason)"
  }

  /// The whole thing in one sentence.
  public var message: String { "\(subject) could not be read: \(reason)" }

  /// What to do.
  public var nextStep: String {
    FailureAdvice(first).nextStep(.reading) ?? "run the same command again"
  }

  /// What one step mends: for most causes, whatever was called; for some, one operation.
  private struct Key: Hashable {
    var cause: FailureCause
    var code: String?
    var action: String?

    init(_ object: UnreadableObject) {
      cause = object.cause
      code = object.code
      action = Self.isOfOneOperation(cause) ? object.deniedAction ?? object.operation : nil
    }

    private static func isOfOneOperation(_ cause: FailureCause) -> Bool {
      switch cause {
      case .missingPermission, .forbidden, .malformedAnswer, .changingList, .unknownAction,
        .unusableInstance, .quota, .notFound, .alreadyExists, .wrongState, .invalidRequest,
        .overtaken, .other:
        true
      case .unresolvedHost, .refusedConnection, .timedOut, .lostConnection, .malformedProxy,
        .unreachableProxy, .unauthenticatedProxy, .proxyRefusal, .untrustedCertificate,
        .otherHostsCertificate, .expiredCertificate, .unusableCAFile, .failedHandshake,
        .unusableURL, .foreignAnswer, .gatewayFault, .missingTime, .differingClocks,
        .throttled, .serviceFault,
        .usedNonce, .missingCredentials, .unknownAccessKey, .disabledAccessKey, .wrongSignature,
        .skewedClock, .missingToken, .expiredToken, .wrongToken, .refusedCredentials, .debt,
        .serviceNotEnabled, .restrictedAccount, .interrupted:
        false
      }
    }
  }
}
