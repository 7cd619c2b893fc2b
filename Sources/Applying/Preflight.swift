internal import Delivery
internal import KMSModel
internal import Planning

/// Proves, before the first write, that every new client key could be delivered.
struct Preflight {
  let destinations: @Sendable (DestinationSpec) -> any ClientKeyDestination
  let passwords: PasswordReader
  let stack: Plan.StackIdentity
  let instances: InstanceAccesses

  /// The steps that would fail, each with every reason.
  func failures(in steps: [Step]) async -> [ApplySummary.Failed] {
    var owners: [String: String] = [:]
    var failed: [ApplySummary.Failed] = []
    for step in steps {
      guard case .issueClientKey(let order) = step.operation else { continue }
      var problems = await problems(of: order)
      for spec in order.spec.destinations {
        guard let place = spec.placeOfOneKey else { continue }
        if let other = owners[place], other != order.accessPoint {
          problems.append(
            Problem(
              "\(destinations(spec).summary): the key of '\(other)' is delivered there too"))
        }
        owners[place] = order.accessPoint
      }
      guard !problems.isEmpty else { continue }
      let message =
        "the client key could not be delivered: "
        + problems.map(\.text).joined(separator: "; ")
      let failure = StepFailure(
        problems.lazy.compactMap(\.service).first.map { .service($0) } ?? .other, message,
        nextStep: "repair this, then run the same command again; nothing was written"
          + Self.wayAround(step, in: steps))
      failed.append(.init(step: step.id, failure: failure))
    }
    return failed
  }

  /// How the rest of the run goes on without this key, where there is a rest.
  private static func wayAround(_ step: Step, in steps: [Step]) -> String {
    guard steps.contains(where: { $0.target.name != step.target.name }) else { return "" }
    return "; to do the rest meanwhile: --exclude \(step.target.shortForm)"
  }

  private func problems(of order: Step.ClientKeyIssue) async -> [Problem] {
    var problems: [Problem] = []
    do { try await passwords.preflight(order.spec.password) } catch {
      problems.append(Problem(error.message, error.nextStep))
    }
    if order.spec.destinations.isEmpty { problems.append(Problem("no destination is given")) }
    if let problem = instances.problem(of: order) { problems.append(problem) }
    let owner = KeyOwner(stack, order.accessPoint)
    for spec in order.spec.destinations {
      do { try await destinations(spec).preflight(for: owner) } catch {
        problems.append(
          Problem(
            "\(error.destination): \(error.message)", error.remedy, service: error.service))
      }
    }
    return problems
  }

  /// One reason why a key could not be delivered.
  struct Problem {
    var text: String
    /// The failed call to the service behind it, when there is one.
    var service: KMSFailure?

    init(_ message: String, _ nextStep: String? = nil, service: KMSFailure? = nil) {
      text = nextStep.map { "\(message) (\($0))" } ?? message
      self.service = service
    }
  }
}

extension DeliveryError {
  /// What to do: by the cause, where a call to the service failed.
  var remedy: String { service.map { FailureAdvice($0).remedy(.writing) } ?? nextStep }
}

extension DestinationSpec {
  /// Where a second access point's key would take the first one's place, whatever else differs.
  ///
  /// A program learns whose key it gets; only the name of a Kubernetes secret is fixed.
  fileprivate var placeOfOneKey: String? {
    switch place {
    case .directory(let directory): return "directory\n\(directory.path)"
    case .secret(let secret): return "secret\n\(secret.name)"
    case .command(let command):
      guard let name = command.kubernetes else { return nil }
      let words = ["kubernetes", command.run.first ?? "", name.namespace ?? "", name.name]
      return words.joined(separator: "\n")
    }
  }
}

extension KeyOwner {
  init(_ stack: Plan.StackIdentity, _ accessPoint: String) {
    self.init(account: stack.account, region: stack.region, accessPoint: accessPoint)
  }
}
