import Diagnostics
import KMSModel

/// Paths that a shell would read in another way than kmsctl: it takes every path to the letter.
enum PathCheck {
  /// Whether a path can be meant as it stands; reports it when not.
  ///
  /// The path is shown in no message: somebody may have written a password there.
  static func check(
    _ path: Located<String>, _ title: String, mayBeRoot: Bool = false,
    isDestination: Bool = false, _ problems: inout Problems
  ) -> Bool {
    guard
      let fault = fault(in: path.value, mayBeRoot: mayBeRoot)
        ?? (isDestination ? destinationFault(in: path.value) : nil)
    else { return true }
    problems.report(
      .invalidPath, "\(title) \(fault.message)", at: path.location, note: fault.hint)
    return false
  }

  private static func destinationFault(in path: String) -> (message: String, hint: String)? {
    guard let directory = KernelDirectory.holding(PathText.normalized(path)) else { return nil }
    return ("is in '\(directory)', which keeps no files", "name a directory of a disk")
  }

  private static func fault(
    in path: String, mayBeRoot: Bool
  ) -> (message: String, hint: String)? {
    let whole = "write the whole path, or one relative to the directory of kmsctl.yaml"
    let bytes = Array(path.utf8)
    if bytes.first == UInt8(ascii: "~") {
      return ("starts with '~', which is taken to the letter and no home directory", whole)
    }
    if hasVariable(bytes) {
      return ("holds a variable or a template, and nothing in a path is replaced", whole)
    }
    if path.unicodeScalars.contains(where: isInvisible) {
      return ("holds a character that cannot be seen", "write it again by hand")
    }
    if !mayBeRoot, PathText.normalized(path) == "/" {
      return ("is '/', the root of the file system", "name a directory below it")
    }
    return nil
  }

  /// `$HOME`, `${HOME}`, `$(pwd)`, `{{ home }}`, `%HOME%`, and a backtick.
  private static func hasVariable(_ bytes: [UInt8]) -> Bool {
    for (index, byte) in bytes.enumerated() {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      switch byte {
      case UInt8(ascii: "`"): return true
      case UInt8(ascii: "$")
      where AllowedBytes.alphanumerics.contains(next) || "_{(".utf8.contains(next):
        return true
      case UInt8(ascii: "{") where next == byte: return true
      default: break
      }
    }
    // `%NAME%` as a whole part of the path.
    return bytes.split(separator: UInt8(ascii: "/")).contains {
      $0.count > 2 && $0.first == UInt8(ascii: "%") && $0.last == UInt8(ascii: "%")
    }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }
}
