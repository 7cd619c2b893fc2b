import Diagnostics
import KMSModel
import YAMLSource

extension DestinationDecoder {
  static let secretFields = FieldTable(
    required: ["name"], optional: ["instance", "encryptionKey"])

  /// `kmsSecret`, when the entry is one.
  static func readSecret(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> DestinationSpec.Place? {
    guard let secret = reader.mapping("kmsSecret", secretFields, &problems) else { return nil }
    let name = secret.text("name", &problems)
    let instance = secret.text("instance", &problems)
    let key = secret.text("encryptionKey", &problems)
    if let name, !SecretNameText.isName(name.value) {
      problems.report(
        .invalidName, "'\(name.value)' cannot be the name of a secret", at: name.location,
        note: "up to 192 of letters, digits and _ / + = . - @, not beginning with 'acs/'")
    }
    if let key { checkKey(key, &problems) }
    if let instance { ClientKeyDecoder.checkInstance(instance, &problems) }
    if let lone = instance ?? key, (instance == nil) != (key == nil) {
      let (here, missing) =
        instance == nil ? ("encryptionKey", "instance") : ("instance", "encryptionKey")
      problems.report(
        .missingKey, "'kmsSecret' has '\(here)', but no '\(missing)'", at: lone.location,
        note: "both make a new secret; leave out both for one that is there already")
    }
    guard let name else { return nil }
    return .secret(
      SecretSpec(
        name: name.value, instance: instance?.value, encryptionKey: key?.value))
  }

  /// A key id, an alias, or either at the end of an ARN (kms-api §1).
  private static func checkKey(_ text: Located<String>, _ problems: inout Problems) {
    let allowed = AllowedBytes.alphanumerics.union("-_/.:".utf8)
    let other = AllowedBytes.firstOther(in: text.value, than: allowed)
    guard other != nil || text.value.utf8.count > ResourceText.maximumLength else { return }
    problems.report(
      .invalidName,
      "'\(text.value)' cannot be the id of a key\(other.map { ": it holds \($0)" } ?? "")",
      at: text.location, note: "letters, digits and - _ / . :, as in 'key-hzz62f1cb66fa42qo****'")
  }
}
