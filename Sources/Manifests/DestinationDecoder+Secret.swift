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
    if let name, !isSecretName(name.value) {
      problems.report(
        .invalidName, "'\(name.value)' cannot be the name of a secret", at: name.location,
        note: "up to 192 of letters, digits and _ / + = . - @, not beginning with 'acs/'")
    }
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

  /// From the official SDK's model of CreateSecret.
  private static func isSecretName(_ name: String) -> Bool {
    name.utf8.count <= 192 && !name.hasPrefix("acs/")
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_/+=.-@".contains($0)) }
  }
}
