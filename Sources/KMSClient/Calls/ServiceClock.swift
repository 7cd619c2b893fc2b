internal import HTTPTransport
internal import KMSModel
internal import Texts

/// The service's time, from the `Date` header of answers that are the service's.
///
/// A date is believed while it agrees with this machine's clock within the bound. One that does not
/// is passed over where others do; where none has agreed yet, or the last two did not, the clocks
/// differ, and nothing is written (decision 23). A sandbox on this machine may say that its clock
/// was moved by hand: then the rest of the difference counts.
actor ServiceClock {
  /// The header in which the sandbox says by how many seconds its clock was moved.
  static let offsetHeader = "x-kmsctl-sandbox-clock"

  /// Further than this no clock is moved: dates stay within what is written as one.
  private static let largestOffset: Int64 = 100 * 366 * 86_400

  private(set) var newest: Timestamp?
  private(set) var reading = ServiceClockReading()
  private let believesOffset: Bool
  private var hasAgreed = false
  private var wasOff = false

  init(isLoopback: Bool) { believesOffset = isLoopback }

  /// Takes note of an answer, and of what this machine's clock said when it came.
  func note(_ response: HTTPResponse, at machine: Timestamp) {
    guard let date = response.header("date").flatMap(Self.parse) else { return }
    let offset = believesOffset ? Self.offset(response.header(Self.offsetHeader)) : nil
    let host = date.adding(seconds: -(offset ?? 0))
    guard abs(host.seconds(since: machine)) > ServiceClockReading.bound else {
      newest = date
      hasAgreed = true
      wasOff = false
      reading = ServiceClockReading(sandboxOffset: offset)
      return
    }
    if !hasAgreed { newest = date }
    if !hasAgreed || wasOff {
      reading.difference = .init(service: date, machine: machine)
      reading.sandboxOffset = offset
    }
    wasOff = true
  }

  private static func offset(_ text: String?) -> Int64? {
    guard let text, let seconds = Int64(text), abs(seconds) <= largestOffset else { return nil }
    return seconds
  }

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`.
  static func parse(_ text: String) -> Timestamp? {
    let words = text.parts(at: " ")
    guard words.count == 6, words[0].ends(with: ","), words[5] == "GMT",
      let month = months.firstIndex(of: String(words[2])), words[1].count == 2
    else { return nil }
    let number = String(month + 1)
    let padded = number.count == 1 ? "0" + number : number
    let text = "\(words[3])-\(padded)-\(words[1])T\(words[4])Z"
    // The parser wraps an hour of 25 into the next day; the way back tells.
    return Timestamp(iso8601: text).flatMap { $0.iso8601 == text ? $0 : nil }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
