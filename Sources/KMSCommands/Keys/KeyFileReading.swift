internal import Cryptography
internal import Delivery
internal import KMSModel
internal import Planning
internal import Secrets

/// A client key file and its password, found on the command line and opened.
struct KeyFileReading {
  /// The key file.
  let path: String
  /// The id in it, when it is a key file.
  let keyID: String?
  /// What came of opening it.
  let file: KeyVerification.File

  /// Opens the key file; only its certificate stays in memory.
  init(_ argument: String, password: String?, in directory: String) throws {
    let argumentPath = Paths.join(directory, argument)
    let place = try Self.located(argumentPath, as: argument)
    path = place.keyPath
    let read: ClientKeyFile
    do throws(ClientKeyFile.Failure) {
      read = try ClientKeyFile(path: place.keyPath)
    } catch {
      guard error.isOtherFile else { throw Self.failure(argument, error) }
      keyID = nil
      file = .unusable(error.message)
      return
    }
    keyID = read.id
    let secret = try Self.password(
      password.map { Paths.join(directory, $0) } ?? place.passwordPath, of: argument)
    file = Self.open(read, secret)
  }

  /// The key file alone, for commands that need no password.
  static func id(in argument: String, directory: String) throws -> String {
    let place = try located(Paths.join(directory, argument), as: argument)
    do throws(ClientKeyFile.Failure) {
      return try ClientKeyFile(path: place.keyPath).id
    } catch {
      throw failure(argument, error)
    }
  }

  private static func located(
    _ path: String, as argument: String
  ) throws -> ClientKeyFile.Place {
    do throws(ClientKeyFile.Failure) {
      return try ClientKeyFile.locate(path)
    } catch {
      throw failure(argument, error)
    }
  }

  private static func failure(
    _ argument: String, _ error: ClientKeyFile.Failure
  ) -> CommandFailure {
    CommandFailure(
      .error, "'\(argument)' \(error.message)",
      nextStep: "pass a clientKey_….json, or the directory it was delivered to")
  }

  private static func password(_ path: String?, of argument: String) throws -> Secret {
    guard let path else {
      throw CommandFailure(
        .usage, "there is no password file beside '\(argument)'",
        nextStep: "pass it as --password-file")
    }
    do throws(SecretFile.Failure) {
      return try SecretFile.content(ofFile: path, atMost: longestPassword)
    } catch {
      throw CommandFailure(
        .error, "the password file '\(path)' \(error.message)", nextStep: error.nextStep)
    }
  }

  /// Far more than the service takes, so that a longer one is still only a wrong one.
  private static let longestPassword = 1_024

  private static func open(_ file: ClientKeyFile, _ password: Secret) -> KeyVerification.File {
    do throws(PKCS12Error) {
      let contents = try PKCS12.open(file.privateKeyData, password: password)
      guard let certificate = KeyCertificate(pem: contents.certificatePEM) else {
        return .unreadable("holds a certificate that cannot be read")
      }
      guard contents.hasPrivateKey else {
        return .unusable("holds no private key that fits its certificate")
      }
      guard contents.privateKeyCount == 1 else {
        return .unusable("holds \(contents.privateKeyCount) private keys, expected one")
      }
      return .opened(certificate)
    } catch {
      switch error.code {
      case .wrongPassword: return .locked
      case .malformed: return .unusable("holds a container that cannot be read")
      case .failed:
        return .unreadable("holds a container that this machine cannot open: \(error.message)")
      }
    }
  }
}

extension KeyCertificate {
  /// Reads a certificate; nothing when there is none.
  init?(pem: String) {
    guard let reading = CertificateReading(pem: pem) else { return nil }
    self.init(
      fingerprint: reading.fingerprint,
      notBefore: Timestamp(secondsSinceEpoch: reading.notBefore),
      notAfter: Timestamp(secondsSinceEpoch: reading.notAfter))
  }
}
