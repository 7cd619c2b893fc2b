internal import Texts

/// The environment of the programs that manifests name: kmsctl's own without its credentials.
///
/// A program such as kubectl needs much of what is there, and nobody can list it beforehand; what
/// kmsctl itself authenticates with is known.
public enum ProgramEnvironment {
  /// How the variables begin that never reach a program.
  public static let hiddenPrefixes = [
    "ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", "ALIYUN_", "KMSCTL_",
  ]

  /// The variables a program gets; the names are those of passwords.
  public static func variables(
    of environment: [String: String], besides passwords: Set<String>
  ) -> [String: String] {
    environment.filter { name, _ in
      !passwords.contains(name) && !hiddenPrefixes.contains { name.uppercased().begins(with: $0) }
    }
  }
}
