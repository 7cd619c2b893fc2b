import Diagnostics
import KMSModel
import Texts

/// Roles against the scope, and against the kind of resource they can use.
struct RoleCheck {
  var scope: PolicyScope?
  var roles: [Located<String>]
  var resources: [Located<String>]

  /// Reports every role and resource that can have no effect.
  func run(_ problems: inout Problems) {
    for role in roles { checkScope(role, &problems) }
    checkResources("key", usedBy: [.keyUser], &problems)
    checkResources("secret", usedBy: [.secretUser, .sharedSecretUser], &problems)
  }

  private func checkScope(_ role: Located<String>, _ problems: inout Problems) {
    guard let scope else { return }
    let isSharedRole = PolicyRole(shortName: role.value) == .sharedSecretUser
    if scope == .sharedGateway, !isSharedRole {
      problems.report(
        .roleScope,
        "role '\(role.value)' is of no use in scope '\(PolicyScope.sharedGatewayWord)', expected"
          + " '\(PolicyRole.sharedSecretUser.shortName)'",
        at: role.location, note: "the shared gateway gives out secrets only")
    } else if scope != .sharedGateway, isSharedRole {
      problems.report(
        .roleScope,
        "role '\(role.value)' is of no use in the scope of an instance, expected"
          + " '\(PolicyRole.secretUser.shortName)'",
        at: role.location,
        note: "'\(role.value)' belongs to scope '\(PolicyScope.sharedGatewayWord)'")
    }
  }

  private func checkResources(
    _ word: String, usedBy users: [PolicyRole], _ problems: inout Problems
  ) {
    let usable = resources.filter { $0.value.begins(with: "\(word)/") }
    let using = roles.filter { users.contains(PolicyRole(shortName: $0.value)) }
    // A list that could not be read at all was reported; nothing follows from it.
    if usable.isEmpty, !resources.isEmpty {
      for role in using {
        problems.report(
          .roleResource,
          "role '\(role.value)' has nothing to use: no resource starts with '\(word)/'",
          at: role.location)
      }
    }
    if using.isEmpty, !roles.isEmpty {
      for resource in usable {
        problems.report(
          .roleResource, "no role of this policy can use '\(resource.value)'",
          at: resource.location, note: "\(word)s need \(ValueReader.list(users.map(\.shortName)))")
      }
    }
  }
}
