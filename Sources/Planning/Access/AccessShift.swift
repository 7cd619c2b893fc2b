/// In which direction one write moves what is allowed; both for a mixture or when nobody can tell.
struct AccessShift: Sendable, Hashable {
  var narrows: Bool
  var widens: Bool

  static let neutral = AccessShift(narrows: false, widens: false)
  static let narrowing = AccessShift(narrows: true, widens: false)
  static let widening = AccessShift(narrows: false, widens: true)
  static let mixed = AccessShift(narrows: true, widens: true)
}
