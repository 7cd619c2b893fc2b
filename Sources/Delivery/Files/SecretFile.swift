internal import Glibc
public import Secrets

/// Files that hold a secret and nothing else.
public enum SecretFile {
  /// Why a file could not be taken for a secret; reads on after the file's name.
  public struct Failure: Error, Sendable, Equatable {
    /// What was found, for example `is readable by others`.
    public var message: String
    /// What to do, when there is something.
    public var nextStep: String?
  }

  /// The file's content without a final line end; only its owner may be able to read it.
  ///
  /// Of a file that is longer than the limit, a little more than the limit is returned.
  public static func content(
    ofFile path: String, atMost limit: Int
  ) throws(Failure) -> Secret {
    // Without O_NONBLOCK, opening a named pipe would wait for its writer.
    let number = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else {
      throw Failure(message: "cannot be read: \(String(cString: strerror(errno)))")
    }
    let file = FileDescriptor(number)
    let content: Secret
    do {
      let status = try file.status(path)
      guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(message: "is not a file") }
      guard status.st_mode & 0o077 == 0 else {
        throw Failure(message: "is open to others", nextStep: "chmod 600 it")
      }
      content = try file.read(atMost: limit + 2, path)
    } catch let error as SystemError {
      throw Failure(message: "cannot be read: \(error.message)")
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure(message: "cannot be read")
    }
    return content.withoutLineEnd
  }
}

extension Secret {
  /// The secret without one line end after it.
  public var withoutLineEnd: Secret {
    withUnsafeBytes { bytes in
      var rest = bytes[...]
      if rest.last == UInt8(ascii: "\n") { rest = rest.dropLast() }
      if rest.last == UInt8(ascii: "\r") { rest = rest.dropLast() }
      return Secret(copying: UnsafeRawBufferPointer(rebasing: rest))
    }
  }
}
