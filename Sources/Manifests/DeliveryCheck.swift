import Diagnostics
import KMSModel
import Texts

/// What a plan would refuse of deliveries for the manifests' sake: it is known without a plan.
///
/// Live policies may say more; the plan looks at those.
struct DeliveryCheck {
  private let declarations: Declarations
  private let readers: SecretReaders

  init(_ declarations: Declarations) {
    self.declarations = declarations
    readers = SecretReaders(declarations.policies.values.map(\.object))
  }

  /// All problems of the deliveries.
  func run() -> Problems {
    var problems = Problems()
    let keys = declarations.clientKeys.values.map(\.object).sorted { $0.place < $1.place }
    for key in keys {
      checkReaders(key, &problems)
      checkInstance(key, &problems)
    }
    return problems
  }

  private func checkReaders(_ key: DesiredObject<ClientKeySpec>, _ problems: inout Problems) {
    for destination in key.spec.destinations {
      guard case .secret(let secret) = destination.place, let reader = readers.reader(of: secret)
      else { continue }
      problems.report(
        .readableSecret,
        "the client key would be delivered to secret '\(secret.name)', which policy"
          + " '\(reader.name)' may read",
        at: key.fieldPlaces["deliverTo"] ?? key.place,
        notes: [
          Diagnostic.Note("the policy is declared here", at: reader.place),
          Diagnostic.Note(
            "narrow the policy (a QuickAccess reads every secret of its instance), or deliver"
              + " elsewhere"),
        ])
    }
  }

  private func checkInstance(_ key: DesiredObject<ClientKeySpec>, _ problems: inout Problems) {
    guard key.spec.instance == nil, key.spec.destinations.contains(where: \.wantsInstance),
      let accessPoint = declarations.accessPoints[key.name]?.object.spec,
      accessPoint.policies.allSatisfy({ declarations.policies[$0] != nil })
    else { return }
    let found = accessPoint.instances { declarations.policies[$0]?.object.spec }
    guard found.count != 1 else { return }
    let what = found.isEmpty ? "no instance" : "\(found.count) instances"
    problems.report(
      .instanceUnknown,
      "'sdk' asks for files about an instance, but the policies of the access point name \(what)",
      at: key.fieldPlaces["deliverTo"] ?? key.place,
      note: "say which one: 'instance: kst-…' beside 'deliverTo'")
  }
}

/// Which declared policy may read a secret, found without looking at every policy.
private struct SecretReaders {
  private struct Key: Hashable {
    enum Scope: Hashable {
      case any
      case sharedGateway
      case instance(String)
    }

    var resource: String
    var scope: Scope
  }

  private var policies: [Key: DesiredObject<PolicySpec>] = [:]

  init(_ declared: some Sequence<DesiredObject<PolicySpec>>) {
    for policy in declared.sorted(by: { $0.place < $1.place }) {
      guard policy.spec.roles.contains(where: { $0 != .keyUser }) else { continue }
      let scope = policy.spec.scope.instanceID.map { Key.Scope.instance($0) } ?? .sharedGateway
      for resource in policy.spec.resources where resource.begins(with: "secret/") {
        for scope in [.any, scope] {
          let key = Key(resource: resource, scope: scope)
          if policies[key] == nil { policies[key] = policy }
        }
      }
    }
  }

  /// The first policy that may read a secret.
  func reader(of secret: SecretSpec) -> DesiredObject<PolicySpec>? {
    guard secret.name.utf8.count <= ResourceText.maximumLength else { return nil }
    let scopes = secret.instance.map { [Key.Scope.instance($0), .sharedGateway] } ?? [.any]
    let bytes = Array(secret.name.utf8)
    let prefixes = (0...bytes.count).map {
      "secret/" + String(decoding: bytes[..<$0], as: UTF8.self) + "*"
    }
    for resource in ["secret/\(secret.name)"] + prefixes {
      for scope in scopes {
        if let policy = policies[Key(resource: resource, scope: scope)] { return policy }
      }
    }
    return nil
  }
}

extension DestinationSpec {
  /// Whether the place gets files that say where the instance is.
  fileprivate var wantsInstance: Bool {
    guard case .directory(let directory) = place else { return false }
    return !directory.extras.isEmpty
  }
}
