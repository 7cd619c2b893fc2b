/// The sandbox's own version; `kmsctl` compares it in the handshake.
public enum SandboxVersion {
  /// The version of this build.
  public static let current = "0.1.0"
}
