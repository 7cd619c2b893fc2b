internal import KMSModel
internal import Planning

/// A spec the applier creates and updates: one set of calls per kind.
protocol AppliedSpec: Sendable, Hashable, Codable {
  static var kind: ResourceKind { get }
  var isWireFormInferred: Bool { get }

  static func read(
    _ name: String, on service: any KMSService
  ) async throws(KMSFailure) -> LiveObject<Self>
  static func create(
    _ target: Step.Target<Self>, on service: any KMSService
  ) async throws(KMSFailure)
  static func update(
    _ target: Step.Target<Self>, on service: any KMSService
  ) async throws(KMSFailure)
}

extension NetworkRuleSpec: AppliedSpec {
  static var kind: ResourceKind { .networkRule }

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
    _ target: Step.Target<Self>, on service: any KMSService
  ) async throws(KMSFailure) {
    try await service.updateNetworkRule(
      target.name, description: target.rawDescription, spec: target.spec)
  }
}

extension PolicySpec: AppliedSpec {
  static var kind: ResourceKind { .policy }

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
    _ target: Step.Target<Self>, on service: any KMSService
  ) async throws(KMSFailure) {
    try await service.updatePolicy(
      target.name, description: target.rawDescription, spec: target.spec)
  }
}

extension AccessPointSpec: AppliedSpec {
  static var kind: ResourceKind { .accessPoint }

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
    _ target: Step.Target<Self>, on service: any KMSService
  ) async throws(KMSFailure) {
    try await service.updateAccessPoint(
      target.name, description: target.rawDescription, spec: target.spec)
  }
}
