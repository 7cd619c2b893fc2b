internal import KMSModel
public import Planning

extension Plan {
  /// The client keys that nobody recorded on the access points whose keys an applied plan was about,
  /// when this one was made afterwards; not those that were there before.
  ///
  /// One is left over where an answer that was lost is carried out late, or two runs met. No run
  /// may say that all is well then: the list did not show exactly the keys that it should.
  public func strayKeys(since applied: Plan) -> [UnknownKey] {
    let before = Set(applied.unknownKeys.map(\.keyID))
    let accessPoints = Set(applied.steps.compactMap(\.accessPointOfItsKeys))
    return unknownKeys.filter {
      accessPoints.contains($0.accessPoint) && !before.contains($0.keyID)
    }
  }
}

extension Step {
  /// The access point whose client keys a step is about; nothing for any other step.
  fileprivate var accessPointOfItsKeys: String? {
    switch operation {
    case .issueClientKey(let order): order.accessPoint
    case .deleteClientKey(let deletion): deletion.accessPoint
    case .createNetworkRule, .createPolicy, .createAccessPoint, .updateNetworkRule, .updatePolicy,
      .updateAccessPoint, .delete:
      nil
    }
  }
}
