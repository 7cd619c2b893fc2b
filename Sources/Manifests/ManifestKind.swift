/// The kinds of document that manifests may hold.
public enum ManifestKind: String, Sendable, Hashable, CaseIterable {
  /// Who owns the objects, where they live and how much one run may take away; `kmsctl.yaml` only.
  case stack = "Stack"
  /// Which source addresses may reach KMS.
  case networkRule = "NetworkRule"
  /// Which keys and secrets may be used, in which roles, from where.
  case policy = "Policy"
  /// What one application authenticates as.
  case accessPoint = "ApplicationAccessPoint"
  /// The client key of an access point that is declared without one.
  case clientKey = "ClientKey"
  /// Policy, access point and client key in one document.
  case quickAccess = "QuickAccess"

  /// The `apiVersion` of every kind.
  public static let apiVersion = "kmsctl.dev/v1"
}
