internal import Glibc

/// Files that TLS libraries write the keys of their connections to.
public enum KeyLogs {
  /// The variable that names one; libcurl, OpenSSL, NSS and others obey it.
  public static let variable = "SSLKEYLOGFILE"

  /// Takes the variable out of the environment, for this process and every program that it starts:
  /// with those keys, whoever recorded the connection reads access keys and private keys.
  ///
  /// Only while the process has one thread, and before a library has read its environment.
  public static func turnOff() { unsetenv(variable) }
}
