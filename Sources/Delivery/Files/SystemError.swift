internal import Glibc

/// What the operating system said no to.
struct SystemError: Error, Equatable {
  var operation: String
  var name: String
  var number: Int32

  init(_ operation: String, _ name: String, number: Int32 = errno) {
    self.operation = operation
    self.name = name
    self.number = number
  }

  var isMissing: Bool { number == ENOENT }

  /// `cannot write 'x': No space left on device`.
  var message: String {
    "cannot \(operation) '\(name)': \(reason)"
  }

  /// The system's words alone.
  var reason: String { String(cString: strerror(number)) }
}
