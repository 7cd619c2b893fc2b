/// How a value stood where it was read: a list in its order, a text to the letter.
///
/// What is only written back is written back like that (decision 24), so that a neighbour who
/// compares texts sees no change. It is no part of what an object says: no comparison, no digest and
/// no document knows of it.
public struct AsRead<Value: Sendable & Hashable>: Sendable, Hashable {
  private struct Reading: Sendable {
    var value: Value
    var form: [String]
  }

  private let reading: Reading?

  /// Nothing was read.
  public init() { reading = nil }

  /// A value and how it stood there.
  public init(_ value: Value, form: [String]) { reading = Reading(value: value, form: form) }

  /// How a value stood there; nothing when it is another one than was read.
  public func form(of value: Value) -> [String]? { reading?.value == value ? reading?.form : nil }

  /// Any two are equal.
  public static func == (left: Self, right: Self) -> Bool { true }

  /// Adds nothing.
  public func hash(into hasher: inout Hasher) {}
}
