internal import KMSModel

// The lists of requests: in the order they were read in where they say the same still, else sorted.

extension PolicySpec {
  var roleText: String {
    JSONValue.list(roles.map(\.rawValue), asRead: rolesAsRead.form(of: roles))
  }

  var resourceText: String {
    JSONValue.list(resources, asRead: resourcesAsRead.form(of: resources))
  }
}

extension AccessPointSpec {
  var policyText: String { JSONValue.list(policies, asRead: policiesAsRead.form(of: policies)) }
}
