internal import KMSModel
internal import Texts

/// The service's time, from the `Date` header of the newest answer.
actor ServiceClock {
  private(set) var newest: Timestamp?

  /// Takes note of a header.
  func note(_ header: String?) {
    guard let header, let moment = Self.parse(header) else { return }
    newest = moment
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
