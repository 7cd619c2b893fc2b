import Diagnostics
import KMSModel

/// Validity, `renewBefore` and `overlap` against each other.
struct RotationCheck {
  /// A value with its place; no place when it is the default.
  struct Field<Value: Sendable>: Sendable {
    var value: Value
    var place: SourceLocation?
  }

  /// The rotation with places.
  struct Rotation {
    var renewBefore = Field(value: RotationSpec.standard.renewBefore, place: nil)
    var overlap = Field(value: RotationSpec.standard.overlap, place: nil)
    var window: RotationWindow?
    var freezes: [RotationFreeze] = []
    var retirementCheck: [String] = []

    /// The rotation without places.
    var spec: RotationSpec {
      RotationSpec(
        renewBefore: renewBefore.value, overlap: overlap.value, window: window, freezes: freezes,
        retirementCheck: retirementCheck)
    }
  }

  var validity: Field<TimeSpan>
  var rotation: Rotation

  /// Below this a key may have ended before it is delivered: its start is dated back up to a day.
  static let shortestSensibleValidity = TimeSpan(2, .days)

  /// Reports what cannot work together; defaults are reported at the field they clash with.
  func run(_ problems: inout Problems) {
    let lead = leadSeconds
    if validity.value.nominalSeconds < Self.shortestSensibleValidity.nominalSeconds {
      problems.report(
        .shortValidity,
        "validity '\(validity.value)' is short: a key's start is dated back by up to a day",
        at: validity.place, note: "expected at least '\(Self.shortestSensibleValidity)'")
    }
    if lead >= validity.value.nominalSeconds {
      problems.report(
        .renewBefore,
        "renewBefore '\(renewBeforeText)'\(mark(rotation.renewBefore.place)) is not shorter than"
          + " validity '\(validity.value)'\(mark(validity.place))",
        at: rotation.renewBefore.place ?? validity.place,
        note: "a share such as '20%' fits every validity")
    } else if rotation.overlap.value.nominalSeconds > lead {
      problems.report(
        .longOverlap,
        "overlap '\(rotation.overlap.value)'\(mark(rotation.overlap.place)) is longer than"
          + " renewBefore '\(renewBeforeText)'\(mark(rotation.renewBefore.place))",
        at: rotation.overlap.place ?? rotation.renewBefore.place ?? validity.place,
        note: "the old key ends before the overlap does")
    }
  }

  private var leadSeconds: Int64 {
    switch rotation.renewBefore.value {
    case .span(let span): span.nominalSeconds
    case .percent(let share): validity.value.nominalSeconds * Int64(share) / 100
    }
  }

  private var renewBeforeText: String {
    switch rotation.renewBefore.value {
    case .span(let span): span.description
    case .percent(let share): "\(share)%"
    }
  }

  private func mark(_ place: SourceLocation?) -> String { place == nil ? " (the default)" : "" }
}
