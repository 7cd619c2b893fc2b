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

  /// What to do about it; what is about a whole file system names the place that people know.
  func nextStep(below place: String) -> String {
    switch number {
    case ENOSPC, EROFS, EIO, ESTALE: SystemAdvice.nextStep(after: number, at: place)
    default: SystemAdvice.nextStep(after: number, at: name)
    }
  }

  /// The system's words alone.
  var reason: String { String(cString: strerror(number)) }
}
