internal import FoundationEssentials
internal import Glibc
internal import KMSModel
public import Secrets
internal import Texts

/// A client key file as the console and kmsctl write it, found and read again.
public struct ClientKeyFile: Sendable {
  /// Where the two files of a key are.
  public struct Place: Sendable, Hashable {
    /// The key file.
    public var keyPath: String
    /// The password file beside it, when there is one.
    public var passwordPath: String?
  }

  /// Why there is no key file to read.
  public struct Failure: Error, Sendable, Hashable {
    /// What was found; reads on after the path.
    public var message: String
    /// Whether a file was there that is no client key file.
    public var isOtherFile = false
  }

  /// `KAAP.<uuid>`, as the file says; anybody can write anything there.
  public var id: String
  /// Base64 of a DER PKCS#12 container.
  public var privateKeyData: Secret

  /// Finds the files: `path` is a key file, or a directory that holds one, directly or in `current`.
  public static func locate(_ path: String) throws(Failure) -> Place {
    guard let isDirectory = try kind(of: path).map({ $0 == S_IFDIR }) else {
      throw Failure(message: "is not there")
    }
    guard isDirectory else {
      return Place(keyPath: path, passwordPath: try passwordPath(beside: path))
    }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw Failure(message: "cannot be read")
    }
    let keys = names.filter { $0.begins(with: prefix) && $0.ends(with: suffix) }.sorted()
    switch keys.count {
    case 1:
      return Place(
        keyPath: "\(path)/\(keys[0])", passwordPath: try passwordPath(beside: "\(path)/\(keys[0])"))
    case 0 where names.contains(DirectoryDestination.currentName):
      return try locate("\(path)/\(DirectoryDestination.currentName)")
    case 0: throw Failure(message: "holds no \(prefix)….json")
    default: throw Failure(message: "holds several key files: \(keys.joined(separator: ", "))")
    }
  }

  /// Reads a key file; its mode does not matter here, it may well have leaked.
  public init(path: String) throws(Failure) {
    let content: Secret
    do {
      content = try Self.content(path)
    } catch {
      throw Failure(message: "cannot be read: \(error.reason)")
    }
    guard content.byteCount <= KeyFiles.sizeLimit else {
      throw Failure(message: "is too large for a key file", isOtherFile: true)
    }
    guard let file = KeyFiles.read(content) else {
      throw Failure(
        message: "is no JSON object with KeyId and PrivateKeyData", isOtherFile: true)
    }
    id = file.id
    privateKeyData = file.privateKeyData
  }

  /// Whether a text has the form of a client key's id.
  public static func isID(_ text: String) -> Bool { KeyFiles.isSafe(text) }

  /// Links are followed: a mounted Kubernetes secret is nothing but links.
  private static func content(_ path: String) throws(SystemError) -> Secret {
    let number = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("open", path) }
    return try FileDescriptor(number).read(atMost: KeyFiles.sizeLimit, path)
  }

  private static let prefix = "clientKey_"
  private static let suffix = ".json"

  private static func passwordPath(beside path: String) throws(Failure) -> String? {
    guard let base = path.rest(before: suffix) else { return nil }
    let candidate = "\(base)_Password.txt"
    return try kind(of: candidate) == nil ? nil : candidate
  }

  /// What a path leads to; nothing when that is surely not there.
  private static func kind(of path: String) throws(Failure) -> mode_t? {
    var status = stat()
    guard stat(path, &status) != 0 else { return status.st_mode & S_IFMT }
    guard errno != ENOENT, errno != ENOTDIR else { return nil }
    throw Failure(message: "cannot be looked at: \(String(cString: strerror(errno)))")
  }
}
