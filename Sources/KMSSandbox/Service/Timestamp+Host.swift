internal import Foundation
public import KMSModel

extension Timestamp {
  /// The time of this machine.
  public static var hostTime: Timestamp {
    Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970.rounded(.down)))
  }
}
