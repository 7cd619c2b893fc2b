/// A word of the service's vocabulary that may grow: known values by name, others kept as they are.
public protocol OpenWord: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible
where RawValue == String {
  /// Creates the word from its text; never fails.
  init(rawValue: String)
}

extension OpenWord {
  /// The word.
  public var description: String { rawValue }
}
