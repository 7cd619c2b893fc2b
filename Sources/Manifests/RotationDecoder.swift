import Diagnostics
import KMSModel
import Texts
import YAMLSource

/// Decodes `rotation` of a client key.
enum RotationDecoder {
  static let fields = FieldTable(
    optional: ["renewBefore", "overlap", "window", "freeze", "retire"])
  static let windowFields = FieldTable(required: ["from", "to"], optional: ["days"])
  static let freezeFields = FieldTable(required: ["from", "to"])
  static let retireFields = FieldTable(required: ["confirm"])
  static let days = RotationWindow.Weekday.allCases.map(\.rawValue)

  /// The rotation, as far as it could be read, with the places that later checks need.
  static func decode(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> RotationCheck.Rotation {
    var rotation = RotationCheck.Rotation()
    guard let nested = reader.mapping("rotation", fields, &problems) else { return rotation }
    if let text = nested.text("renewBefore", &problems),
      let value = DurationText.readRenewBefore(text, &problems)
    {
      rotation.renewBefore = .init(value: value, place: text.location)
    }
    if let text = nested.text("overlap", &problems), let span = DurationText.read(text, &problems) {
      rotation.overlap = .init(value: span, place: text.location)
    }
    rotation.window = window(nested, &problems)
    rotation.freezes = freezes(nested, &problems)
    if let retire = nested.mapping("retire", retireFields, &problems) {
      rotation.retirementCheck = words("confirm", retire, &problems)
    }
    return rotation
  }

  private static func window(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> RotationWindow? {
    guard let nested = reader.mapping("window", windowFields, &problems) else { return nil }
    var days = RotationWindow.Weekday.allCases
    if nested.has("days") {
      let texts = nested.texts("days", of: "days", &problems) ?? []
      days = texts.compactMap { text in
        guard ValueReader.check(text, "an entry of 'days'", isOneOf: Self.days, &problems) else {
          return nil
        }
        return RotationWindow.Weekday(rawValue: text.value)
      }
    }
    let from = nested.text("from", &problems).flatMap { minutes($0, isEnd: false, &problems) }
    let toText = nested.text("to", &problems)
    let to = toText.flatMap { minutes($0, isEnd: true, &problems) }
    guard let from, let to else { return nil }
    guard from != to else {
      problems.report(
        .emptyWindow, "the window is empty: it closes when it opens, at '\(toText?.value ?? "")'",
        at: toText?.location, note: "leave 'window' out to rotate at any time")
      return nil
    }
    return days.isEmpty ? nil : RotationWindow(days: days, opens: from, closes: to)
  }

  private static func freezes(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> [RotationFreeze] {
    (reader.items("freeze", of: "freezes", &problems) ?? []).compactMap { item in
      guard
        let nested = MappingReader(item, "an entry of 'freeze'", freezeFields, &problems)
      else { return nil }
      let from = nested.text("from", &problems).flatMap { day($0, &problems) }
      let toText = nested.text("to", &problems)
      let to = toText.flatMap { day($0, &problems) }
      guard let from, let to, let toText else { return nil }
      guard from <= to else {
        problems.report(
          .freezeOrder,
          "the freeze ends on '\(toText.value)', before it begins on '\(from.iso8601.prefix(10))'",
          at: toText.location, note: "'to' is the last frozen day")
        return nil
      }
      return RotationFreeze(from: from, until: to.adding(seconds: 86_400))
    }
  }

  /// A program and its arguments; the same argument may stand there twice.
  private static func words(
    _ key: String, _ reader: MappingReader, _ problems: inout Problems
  ) -> [String] {
    let words = (reader.items(key, of: "a program and its arguments", &problems) ?? []).compactMap {
      ValueReader.text($0, "an entry of '\(key)'", &problems)
    }
    if let program = words.first {
      _ = PathCheck.check(program, "the program of '\(key)'", &problems)
    }
    return words.map(\.value)
  }

  /// Minutes after midnight; the end of a window may be the end of the day.
  private static func minutes(
    _ text: Located<String>, isEnd: Bool, _ problems: inout Problems
  ) -> Int? {
    let parts = text.value.parts(at: ":", keepsEmpty: true)
    let isForm =
      parts.count == 2
      && parts.allSatisfy { $0.count == 2 && $0.allSatisfy { ("0"..."9").contains($0) } }
    if isForm, let hour = Int(parts[0]), let minute = Int(parts[1]) {
      if hour < 24, minute < 60 { return hour * 60 + minute }
      if isEnd, hour == 24, minute == 0 { return 1440 }
    }
    problems.report(
      .invalidTime,
      "'\(text.value)' is no time of day, expected '00:00' to '\(isEnd ? "24:00" : "23:59")'",
      at: text.location, note: "for example '02:00'; times are UTC")
    return nil
  }

  /// The first moment of a day.
  private static func day(_ text: Located<String>, _ problems: inout Problems) -> Timestamp? {
    if text.value.utf8.count == 10,
      let moment = Timestamp(iso8601: "\(text.value)T00:00:00Z"),
      moment.iso8601.begins(with: text.value)
    {
      return moment
    }
    problems.report(
      .invalidDate, "'\(text.value)' is no day, expected one such as '2026-12-20'",
      at: text.location, note: "days are UTC, from midnight to midnight")
    return nil
  }
}
