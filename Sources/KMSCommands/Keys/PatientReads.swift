internal import KMSModel
internal import Rendering

/// The reads of a command that judges: that something is not there is believed only after some
/// seconds.
///
/// They count from the command's begin, for all its reads together. What is found at once costs no
/// call more.
struct PatientReads {
  private var wait: Wait
  private let err: Output
  private var isNoted = false

  init(_ patience: Patience, _ err: Output) {
    // A signal ends the program at once here: nothing is written.
    wait = patience.begin(Interruption())
    self.err = err
  }

  /// Reads until it is found, or fails as the last read did.
  ///
  /// `check` comes before any waiting: it fails when not finding it says nothing.
  mutating func read<Found>(
    _ subject: String, check: () async throws -> Void = {},
    _ read: () async throws(KMSFailure) -> Found
  ) async throws -> Found {
    var isChecked = false
    while true {
      do throws(KMSFailure) { return try await read() } catch {
        guard error.kind == .notFound else { throw error }
        if !isChecked { try await check() }
        isChecked = true
        noteOnce(subject)
        guard await wait.again() else { throw error }
      }
    }
  }

  /// The same, and nothing for what is not there.
  mutating func unlessGone<Found>(
    _ subject: String, check: () async throws -> Void = {},
    _ read: () async throws(KMSFailure) -> Found
  ) async throws -> Found? {
    do { return try await self.read(subject, check: check, read) } catch let error as KMSFailure {
      guard error.kind == .notFound else { throw error }
      return nil
    }
  }

  private mutating func noteOnce(_ subject: String) {
    guard !isNoted else { return }
    isNoted = true
    err.write(
      Printable.escaped("Waiting: the service does not show \(subject); it is asked again.") + "\n")
  }
}
