internal import Texts

extension RotationSpec.RenewBefore {
  /// Reads `60d` or `30%`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    if let digits = text.rest(before: "%"), let percent = Int(digits) {
      self = .percent(percent)
    } else if let span = TimeSpan(parsing: text) {
      self = .span(span)
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is neither a length of time nor a percentage")
    }
  }

  /// Writes the same two forms.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .span(let span): try container.encode(span)
    case .percent(let percent): try container.encode("\(percent)%")
    }
  }
}
