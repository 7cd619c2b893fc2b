/// The version of kmsctl and of everything built with it.
public enum ToolVersion {
  /// The version; `kms-sandbox` compares it in the handshake.
  public static let current = "0.1.0"
}
