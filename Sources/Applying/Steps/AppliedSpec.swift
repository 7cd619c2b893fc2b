internal import KMSModel
internal import Planning

/// A spec the applier creates and updates: one set of calls per kind.
protocol AppliedSpec: Sendable, Hashable, Codable {
  static var kind: ResourceKind { get }
  /// The kind's name in operations, as in `DescribePolicy`.
  static var wireName: String { get }
  var isWireFormInferred: Bool { get }

  /// This spec with a Description, for comparing what is read with what was written.
  func observed(as description: String) -> ObservedObject

  static func read(
    _ name: String, on service: any KMSService
  ) async throws(KMSFailure) -> LiveObject<Self>
  static func create(
    _ target: Step.Target<Self>, on service: any KMSService
  ) async throws(KMSFailure)
  static func update(
    _ target: Step.Target<Self>, on service: any KMSService, recheck: Recheck
  ) async throws(KMSFailure)
}

extension NetworkRuleSpec: AppliedSpec {
  static var kind: ResourceKind { .networkRule }
  static var wireName: String { "NetworkRule" }

  func observed(as description: String) -> ObservedObject {
    .networkRule(description: description, self)
  }

  static func read(
    _ name: String, on service: any KMSService
  ) async throws(KMSFailure) -> LiveObject<Self> {
    try await service.describeNetworkRule(name)
  }

  static func create(
    _ target: Step.Target<Self>, on service: any KMSService
  ) async throws(KMSFailure) {
    try await service.createNetworkRule(
      target.name, description: target.rawDescription, spec: target.spec)
  }

  static func update(
    _ target: Step.Target<Self>, on service: any KMSService, recheck: Recheck
  ) async throws(KMSFailure) {
    try await service.updateNetworkRule(
      target.name, description: target.rawDescription, spec: target.spec, recheck: recheck)
  }
}

extension PolicySpec: AppliedSpec {
  static var kind: ResourceKind { .policy }
  static var wireName: String { "Policy" }

  func observed(as description: String) -> ObservedObject {
    .policy(description: description, self)
  }

  static func read(
    _ name: String, on service: any KMSService
  ) async throws(KMSFailure) -> LiveObject<Self> {
    try await service.describePolicy(name)
  }

  static func create(
    _ target: Step.Target<Self>, on service: any KMSService
  ) async throws(KMSFailure) {
    try await service.createPolicy(
      target.name, description: target.rawDescription, spec: target.spec)
  }

  static func update(
    _ target: Step.Target<Self>, on service: any KMSService, recheck: Recheck
  ) async throws(KMSFailure) {
    try await service.updatePolicy(
      target.name, description: target.rawDescription, spec: target.spec, recheck: recheck)
  }
}

extension AccessPointSpec: AppliedSpec {
  static var kind: ResourceKind { .accessPoint }
  static var wireName: String { "ApplicationAccessPoint" }

  func observed(as description: String) -> ObservedObject {
    .accessPoint(description: description, self)
  }

  static func read(
    _ name: String, on service: any KMSService
  ) async throws(KMSFailure) -> LiveObject<Self> {
    try await service.describeAccessPoint(name)
  }

  static func create(
    _ target: Step.Target<Self>, on service: any KMSService
  ) async throws(KMSFailure) {
    try await service.createAccessPoint(
      target.name, description: target.rawDescription, spec: target.spec)
  }

  static func update(
    _ target: Step.Target<Self>, on service: any KMSService, recheck: Recheck
  ) async throws(KMSFailure) {
    try await service.updateAccessPoint(
      target.name, description: target.rawDescription, spec: target.spec, recheck: recheck)
  }
}
