internal import KMSModel

/// One write that moves access, and in which direction.
struct AccessStep: Sendable {
  var node: Int
  var shift: AccessShift
}

/// The steps that write one object under one name, as nodes of the graph.
///
/// A replaced object has two of these: the old one is deleted, the new one is created.
struct ObjectSteps: Sendable {
  /// Creates it.
  var creation: Int?
  /// Points it at stand-ins; access stays as it is.
  var swap: Int?
  /// Takes away first what the final form does not grant.
  var narrowing: Int?
  /// Gives it its final form.
  var final: Int?
  /// Deletes it.
  var deletion: Int?
  /// The writes that move access of those who refer to it.
  var shifts: [AccessStep] = []

  /// The step after which the object refers to what it shall, or is gone.
  var last: Int? { deletion ?? final ?? creation }
  /// The step with which the final references begin.
  var entering: Int? { final ?? creation }

  var widening: [Int] { shifts.filter(\.shift.widens).map(\.node) }
  var narrowingShifts: [Int] { shifts.filter(\.shift.narrows).map(\.node) }
}

/// The name of an object in the graph: a replaced one is two, the old and the new.
struct GraphKey: Sendable, Hashable {
  var name: String
  var isNew = false

  init(_ name: String, isNew: Bool = false) {
    self.name = name
    self.isNew = isNew
  }
}
