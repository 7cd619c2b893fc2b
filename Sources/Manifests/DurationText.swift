import Diagnostics
import KMSModel
import Texts

/// Reads lengths of time as users write them.
enum DurationText {
  /// A span longer than nothing.
  static func read(_ text: Located<String>, _ problems: inout Problems) -> TimeSpan? {
    guard let span = TimeSpan(parsing: text.value), span.unit != .seconds else {
      let isNumber = AllowedBytes.consists(text.value, of: AllowedBytes.digits)
      problems.report(
        .invalidDuration,
        "'\(text.value)' is no length of time, expected a whole number and one of"
          + " m, h, d, w, y",
        at: text.location,
        note: isNumber && text.value.utf8.count <= 6
          ? "did you mean '\(text.value)d'?" : "for example '90d', '12h' or '1y'; 'm' is minutes")
      return nil
    }
    guard span.count > 0 else {
      problems.report(
        .invalidDuration, "'\(text.value)' is no time at all, expected at least 1",
        at: text.location)
      return nil
    }
    return span
  }

  /// A span, or a share of the validity.
  static func readRenewBefore(
    _ text: Located<String>, _ problems: inout Problems
  ) -> RotationSpec.RenewBefore? {
    guard text.value.ends(with: "%") else { return read(text, &problems).map { .span($0) } }
    let digits = text.value.dropLast()
    guard digits.utf8.count <= 2, digits.consists({ $0.isASCIIDigit }),
      let share = Int(digits), (1...99).contains(share)
    else {
      problems.report(
        .invalidDuration, "'\(text.value)' is no share of the validity, expected '1%' to '99%'",
        at: text.location)
      return nil
    }
    return .percent(share)
  }
}
