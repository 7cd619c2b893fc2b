internal import ArgumentParser
internal import Credentials
internal import HTTPTransport
internal import KMSModel

extension CommandFailure {
  /// Whatever was thrown, with the status it stands for.
  init(any error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let failure as KMSFailure: self.init(failure)
    case let failure as CredentialsError: self.init(failure)
    case let failure as TransportError: self.init(failure, doing: "no answer")
    case let failure as ValidationError: self.init(.usage, failure.message)
    case is CancellationError: self.init(.interrupted, "interrupted")
    default: self.init(.error, String(describing: error))
    }
  }
}
