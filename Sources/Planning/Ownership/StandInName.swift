internal import KMSModel
internal import Texts

/// The name of the object that stands in for another one while that is replaced:
/// `<name>.kmsctl-<8 hex>`.
enum StandInName {
  static let infix = ".kmsctl-"
  private static let hexCount = 8
  private static let maximumLength = 192

  /// The name for an object with this spec; the name goes into the hash, too, so that two long
  /// names that are cut to the same length stay apart.
  static func make(for name: String, old: AppliedDigest, digest: DigestFunction) -> String {
    let hex = digest.hex("\(old.version)\u{0}\(old.hex)\u{0}\(name)").prefix(hexCount)
    return base(of: name) + infix + hex
  }

  /// The part of an object's name that its stand-in keeps.
  static func base(of name: String) -> Substring {
    Substring(name.unicodeScalars.prefix(maximumLength - infix.utf8.count - hexCount))
  }

  /// What an object's name and those of its stand-ins have in common.
  static func common(to name: String) -> String {
    var rest = name[...]
    while let base = base(ofStandIn: String(rest)) { rest = base }
    return String(base(of: String(rest)))
  }

  /// What stands before the ending, when the name has the form of a stand-in's.
  static func base(ofStandIn name: String) -> Substring? {
    let signs = name.unicodeScalars
    let ending = Substring(signs.suffix(infix.utf8.count + hexCount))
    guard let digits = ending.rest(after: infix), digits.consists(\.isASCIIHexDigit),
      let base = name.rest(before: ending), !base.isEmpty
    else { return nil }
    return base
  }
}
