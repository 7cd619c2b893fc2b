internal import Cryptography
internal import Foundation
internal import KMSModel
internal import Secrets
internal import Texts

/// A change behind everybody's back, as somebody in the console could have made it.
///
/// Only the shape is checked: values the API would refuse may be put here, so that clients can be
/// tried with what they do not expect.
struct InventoryEdit {
  private enum Change {
    case create(WireJSON)
    case set(WireJSON)
    case delete
  }

  private let kind: String
  private let name: String
  private let change: Change

  init(_ body: WireJSON) throws(AdminError) {
    let parts = (body["address"]?.stringValue ?? "")
      .parts(at: "/", atMost: 2).map(String.init)
    guard parts.count == 2 else {
      throw AdminError(400, "give an address, for example policy/payments")
    }
    (kind, name) = (parts[0].lowercased(), parts[1])
    if let fields = body["create"] {
      change = .create(fields)
    } else if body["delete"]?.boolValue == true {
      change = .delete
    } else if let fields = body["set"] {
      change = .set(fields)
    } else {
      throw AdminError(400, "nothing to do: give set, create or delete")
    }
  }

  func apply(to inventory: inout Inventory, now: Timestamp) throws(AdminError) {
    switch kind {
    case "networkrule", "rule":
      try edit(
        &inventory.networkRules,
        new: NetworkRuleRecord(name: name, type: "Private", description: "", sourcePrivateIP: "")
      ) { rule, field throws(AdminError) in try field.write(to: &rule) }
    case "policy":
      try edit(
        &inventory.policies,
        new: PolicyRecord(
          name: name, kmsInstance: "", permissions: [], resources: [], accessControlRules: "",
          description: "")
      ) { policy, field throws(AdminError) in try field.write(to: &policy) }
    case "applicationaccesspoint", "aap":
      if case .delete = change, inventory.accessPoints[name] != nil {
        return inventory.removeAccessPoint(name)
      }
      try edit(
        &inventory.accessPoints,
        new: AccessPointRecord(
          name: name, authenticationMethod: "ClientKey", policies: [], description: "")
      ) { point, field throws(AdminError) in try field.write(to: &point) }
    case "instance": try editInstance(&inventory)
    case "clientkey", "key": try editClientKey(&inventory, now: now)
    default: throw AdminError(400, "'\(kind)' is no kind of object that can be edited")
    }
  }

  private func edit<Record: Named>(
    _ store: inout NamedStore<Record>, new: Record,
    write: (inout Record, EditedField) throws(AdminError) -> Void
  ) throws(AdminError) {
    var record: Record
    switch change {
    case .create:
      guard store[name] == nil else { throw AdminError(409, "\(kind)/\(name) is there already") }
      record = new
    case .set, .delete:
      guard let found = store[name] else { throw AdminError(404, "no \(kind)/\(name)") }
      record = found
    }
    switch change {
    case .delete: store[name] = nil
    case .create(let fields), .set(let fields):
      for field in try EditedField.all(fields) { try write(&record, field) }
      store[name] = record
    }
  }

  private func editInstance(_ inventory: inout Inventory) throws(AdminError) {
    guard case .set = change else { throw AdminError(400, "instances can only be set") }
    let new = InstanceRecord(
      id: name, displayName: "", status: "", createTime: Timestamp(secondsSinceEpoch: 0))
    try edit(&inventory.instances, new: new) { instance, field throws(AdminError) in
      try field.write(to: &instance)
    }
  }

  /// Keys are created for an access point and deleted by id, or all of an access point at once.
  private func editClientKey(_ inventory: inout Inventory, now: Timestamp) throws(AdminError) {
    switch change {
    case .set: throw AdminError(400, "client keys cannot be changed")
    case .delete:
      let keys = inventory.clientKeys[name].map { [$0] } ?? inventory.clientKeys(of: name)
      guard !keys.isEmpty else { throw AdminError(404, "no \(kind)/\(name)") }
      for key in keys { inventory.clientKeys[key.id] = nil }
    case .create(let fields):
      guard inventory.accessPoints[name] != nil else {
        throw AdminError(404, "no applicationaccesspoint/\(name)")
      }
      let record = try clientKey(fields, now: now)
      inventory.clientKeys[record.id] = record
    }
  }

  /// Nobody gets the private half of such a key: it is somebody else's.
  private func clientKey(
    _ fields: WireJSON, now: Timestamp
  ) throws(AdminError) -> ClientKeyRecord {
    let year: Int64 = 365 * 86_400
    let notBefore = fields["NotBefore"]?.stringValue.flatMap(Timestamp.init(iso8601:)) ?? now
    let notAfter =
      fields["NotAfter"]?.stringValue.flatMap(Timestamp.init(iso8601:))
      ?? notBefore.adding(seconds: year)
    let id = "KAAP.\(UUID().uuidString.lowercased())"
    do {
      let issued = try PKCS12.issue(
        commonName: id, notBefore: notBefore.secondsSinceEpoch,
        notAfter: notAfter.secondsSinceEpoch,
        password: Secret(Digest.hex(SecureRandom().bytes(16))))
      return ClientKeyRecord(
        id: id, accessPoint: name, createTime: now, notBefore: notBefore, notAfter: notAfter,
        certificatePEM: issued.certificatePEM)
    } catch {
      throw AdminError(500, error.message)
    }
  }
}
