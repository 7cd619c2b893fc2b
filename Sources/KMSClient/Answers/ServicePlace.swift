/// Whose objects an endpoint serves: what the ARNs of its answers have to name.
public struct ServicePlace: Sendable, Hashable {
  /// The account's number; nothing where no stack says which.
  public var account: String?
  /// The region; nothing where it does not matter.
  public var region: String?

  /// Creates a place.
  public init(account: String? = nil, region: String? = nil) {
    self.account = account
    self.region = region
  }

  /// Whether an ARN names this place and this object: `acs:kms:<region>:<account>:<path>`.
  func owns(arn: String, path: String) -> Bool {
    let parts = arn.utf8.split(
      separator: UInt8(ascii: ":"), maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].elementsEqual("acs".utf8), parts[1].elementsEqual("kms".utf8),
      parts[4].elementsEqual(path.utf8)
    else { return false }
    let region = String(decoding: Array(parts[2]), as: UTF8.self)
    let account = String(decoding: Array(parts[3]), as: UTF8.self)
    return TextShape.word.fits(region) && TextShape.digits.fits(account)
      && (self.region ?? region).utf8.elementsEqual(region.utf8)
      && (self.account ?? account).utf8.elementsEqual(account.utf8)
  }
}
