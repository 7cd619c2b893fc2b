/// The document `/_sandbox/edit` takes.
struct SandboxEdit: Encodable, Sendable {
  let address: String
  let isDeletion: Bool
  let isCreation: Bool
  let fields: [SandboxField]

  private enum Keys: String, CodingKey {
    case address, create, set, delete
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(address, forKey: .address)
    guard !isDeletion else { return try container.encode(true, forKey: .delete) }
    let members = Dictionary(fields.map { ($0.wireName, $0.value) }) { $1 }
    try container.encode(members, forKey: isCreation ? .create : .set)
  }
}
