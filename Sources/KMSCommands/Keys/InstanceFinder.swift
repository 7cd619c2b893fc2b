internal import KMSModel
internal import Manifests

/// Finds the KMS instance that applications of an access point talk to.
struct InstanceFinder {
  let connection: Connection
  let stack: SurroundingStack

  /// The instance that the policies name, or the one asked for when they name several.
  func instance(of accessPoint: String, asked: String?) async throws -> KMSInstance {
    let ids = try await instances(of: accessPoint)
    let id = try Self.choice(ids, asked, accessPoint, connection.region)
    let instance: KMSInstance
    do throws(KMSFailure) {
      instance = try await connection.service.describeInstance(id)
    } catch {
      guard error.kind == .notFound else { throw error }
      throw CommandFailure(
        .error,
        "there is no instance '\(id)' in \(connection.region), which a policy of"
          + " '\(accessPoint)' names",
        nextStep: stack.spec == nil
          ? "correct the policy's scope, or look in its region with --region"
          : "correct the policy's scope: an instance is used from its own region only")
    }
    guard !instance.caCertificateChainPEM.isEmpty else {
      throw CommandFailure(
        .error, "instance '\(id)' has no CA chain; its status is '\(instance.status)'",
        nextStep: "enable the instance and wait until it is Connected")
    }
    return instance
  }

  private func instances(of accessPoint: String) async throws -> [String] {
    let point: LiveObject<AccessPointSpec>
    do throws(KMSFailure) {
      point = try await connection.service.describeAccessPoint(accessPoint)
    } catch {
      guard error.kind == .notFound else { throw error }
      try await stack.checkAccount(connection)
      throw missing(accessPoint)
    }
    var policies: [String: PolicySpec] = [:]
    for name in point.spec.policies.sorted() {
      do throws(KMSFailure) {
        policies[name] = try await connection.service.describePolicy(name).spec
      } catch {
        guard error.kind == .notFound else { throw error }
      }
    }
    return point.spec.instances { policies[$0] }
  }

  private func missing(_ accessPoint: String) -> CommandFailure {
    let names = stack.desired.map { Array($0.accessPoints.keys).sorted() } ?? []
    let isDeclared = names.contains(accessPoint)
    let near = Suggestion.nearest(to: accessPoint, in: names)
    return CommandFailure(
      .error, "there is no access point '\(accessPoint)' in \(connection.region)",
      nextStep: isDeclared
        ? "it is declared: run 'kmsctl apply' first" : near.map { "did you mean '\($0)'?" })
  }

  private static func choice(
    _ ids: [String], _ asked: String?, _ accessPoint: String, _ region: String
  ) throws(CommandFailure) -> String {
    if let asked {
      guard ids.contains(asked) else {
        let known = ids.isEmpty ? "none" : ids.joined(separator: ", ")
        throw CommandFailure(
          .usage, "--instance is '\(asked)', but the policies of '\(accessPoint)' name \(known)")
      }
      return asked
    }
    guard let only = ids.first else {
      throw CommandFailure(
        .error, "the policies of '\(accessPoint)' name no instance, only the shared gateway",
        nextStep: "applications use kms.\(region).aliyuncs.com, or kms-vpc.\(region).aliyuncs.com"
          + " inside a VPC, with the system's own certificate authorities")
    }
    guard ids.count == 1 else {
      throw CommandFailure(
        .usage,
        "the policies of '\(accessPoint)' name several instances: \(ids.joined(separator: ", "))",
        nextStep: "choose one with --instance")
    }
    return only
  }
}
