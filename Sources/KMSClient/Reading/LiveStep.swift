internal import KMSModel

/// One read that can be made now.
enum LiveStep: Sendable, Hashable {
  case page(ListPage)
  case object(ResourceID)
  case keys(accessPoint: String)
  case instance(String)
}

/// One page of one list.
struct ListPage: Sendable, Hashable {
  var kind: ResourceKind
  var number: Int
  /// Counted up when a list has to be read again.
  var round = 1
}

/// What a read came to.
enum LiveFinding: Sendable {
  case page(ListPage, Result<NamePage, KMSFailure>)
  case rule(LiveObject<NetworkRuleSpec>)
  case policy(LiveObject<PolicySpec>)
  case accessPoint(LiveObject<AccessPointSpec>)
  case failed(ResourceID, KMSFailure)
  case keys(String, Result<[LiveClientKey], KMSFailure>)
  case instance(String, Result<KMSInstance, KMSFailure>)
}
