internal import Delivery
internal import KMSModel
internal import Planning

/// The instances that the client keys of one run are for, each read once, before the first write.
struct InstanceAccesses: Sendable {
  private var found: [String: InstanceAccess] = [:]
  private var problems: [String: Preflight.Problem] = [:]

  /// Reads those that a destination says something about.
  init(for steps: [Step], from service: any KMSService) async {
    for step in steps {
      guard case .issueClientKey(let order) = step.operation, let id = order.instance,
        order.spec.tellsInstance, found[id] == nil, problems[id] == nil
      else { continue }
      do throws(KMSFailure) {
        let instance = try await service.describeInstance(id)
        guard !instance.caCertificateChainPEM.isEmpty else {
          problems[id] = .init(
            "instance '\(id)' has no CA chain: its status is '\(instance.status)'")
          continue
        }
        found[id] = InstanceAccess(
          id: id, endpoint: InstanceEndpoint(instanceID: id),
          certificateAuthorityPEM: instance.caCertificateChainPEM)
      } catch {
        problems[id] = .init(
          "instance '\(id)' could not be read: \(error)", FailureAdvice(error).remedy(.writing),
          service: error)
      }
    }
  }

  /// Why an order's instance cannot be told about; nothing when it can, or need not be.
  func problem(of order: Step.ClientKeyIssue) -> Preflight.Problem? {
    order.instance.flatMap { problems[$0] }
  }

  /// The instance of an order, for destinations that say something about it.
  subscript(_ order: Step.ClientKeyIssue) -> InstanceAccess? {
    order.instance.flatMap { found[$0] }
  }
}

extension ClientKeySpec {
  /// Whether a destination passes on where the instance is.
  fileprivate var tellsInstance: Bool {
    destinations.contains { destination in
      switch destination.place {
      case .directory(let directory): !directory.extras.isEmpty
      case .command, .secret: true
      }
    }
  }
}
