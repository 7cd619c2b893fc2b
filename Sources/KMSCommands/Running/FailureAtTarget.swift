internal import HTTPTransport
internal import KMSModel
internal import Rendering

/// A failure of a run that talked to the service, with what was in effect.
struct FailureAtTarget: Error {
  let error: any Error
  let target: RunTarget

  /// Adds the target where it says something: to refusals of the service, and to answers that
  /// never came.
  static func placing(_ error: any Error, at target: RunTarget) -> any Error {
    switch error {
    case is KMSFailure, is TransportError: FailureAtTarget(error: error, target: target)
    case let failure as CommandFailure where failure.status == .denied:
      FailureAtTarget(error: failure, target: target)
    default: error
    }
  }
}
