internal import Texts

/// One field of an edit, under its name on the wire.
struct EditedField {
  let name: String
  private let value: WireJSON

  static func all(_ fields: WireJSON) throws(AdminError) -> [EditedField] {
    guard case .object(let members) = fields else {
      throw AdminError(400, "set and create hold fields with their names on the wire")
    }
    return members.map { EditedField(name: $0.name, value: $0.value) }
  }

  func write(to rule: inout NetworkRuleRecord) throws(AdminError) {
    switch name {
    case "Description": rule.description = try text()
    case "SourcePrivateIp": rule.sourcePrivateIP = WireJSON.strings(try list()).text
    case "Type": rule.type = try text()
    default: throw unknown("Description, SourcePrivateIp, Type")
    }
  }

  func write(to policy: inout PolicyRecord) throws(AdminError) {
    switch name {
    case "AccessControlRules": policy.accessControlRules = try accessControlRules()
    case "Description": policy.description = try text()
    case "KmsInstance": policy.kmsInstance = try text()
    case "Permissions": policy.permissions = try list()
    case "Resources": policy.resources = try list()
    default:
      throw unknown("AccessControlRules, Description, KmsInstance, Permissions, Resources")
    }
  }

  func write(to point: inout AccessPointRecord) throws(AdminError) {
    switch name {
    case "AuthenticationMethod": point.authenticationMethod = try text()
    case "Description": point.description = try text()
    case "Policies": point.policies = try list()
    default: throw unknown("AuthenticationMethod, Description, Policies")
    }
  }

  func write(to instance: inout InstanceRecord) throws(AdminError) {
    switch name {
    case "InstanceName": instance.displayName = try text()
    case "Status": instance.status = try text()
    default: throw unknown("InstanceName, Status")
    }
  }

  private func text() throws(AdminError) -> String {
    guard let text = value.stringValue else { throw AdminError(400, "\(name) is a text") }
    return text
  }

  /// A JSON array, the text of one, or a list with commas.
  private func list() throws(AdminError) -> [String] {
    if let list = value.stringList { return list }
    let text = try text()
    guard text.begins(with: "[") else {
      return text.parts(at: ",").map { String($0.unicodeScalars.drop { $0 == " " }) }
    }
    guard let list = WireJSON(text: text)?.stringList else {
      throw AdminError(400, "\(name) is not a JSON array of texts")
    }
    return list
  }

  /// The JSON object as it is, or a list of rule names that is put into one.
  private func accessControlRules() throws(AdminError) -> String {
    if let text = value.stringValue, text.isEmpty || text.begins(with: "{") { return text }
    if case .object = value { return value.text }
    return WireJSON.object(["NetworkRules": .strings(try list())]).text
  }

  private func unknown(_ known: String) -> AdminError {
    AdminError(400, "'\(name)' is not one of \(known)")
  }
}
