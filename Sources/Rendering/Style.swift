/// How text looks: colour and width, decided once per stream and handed to every renderer.
public struct Style: Sendable, Hashable {
  /// What a piece of text means; without colour it looks like any other.
  enum Tone: String {
    case added = "32"
    case changed = "33"
    case removed = "31"
    case alarming = "1;31"
    case strong = "1"
    case faint = "2"
  }

  /// Whether escape sequences for colour are written.
  public var isColoured: Bool
  /// The number of columns.
  public var width: Int

  /// Creates a style.
  public init(isColoured: Bool, width: Int) {
    self.isColoured = isColoured
    self.width = max(width, Self.minimumWidth)
  }

  /// No colour, 100 columns: what a file or a pipe gets.
  public static let plain = Style(isColoured: false, width: 100)

  private static let minimumWidth = 20

  func paint(_ text: String, _ tone: Tone) -> String {
    isColoured ? "\u{1b}[\(tone.rawValue)m\(text)\u{1b}[0m" : text
  }
}
