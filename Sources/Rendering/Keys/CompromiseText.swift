internal import KMSModel
public import Planning

/// What somebody must know before compromised keys go.
public struct CompromiseText: Sendable {
  private let board: KeyBoard

  /// Creates a text about the keys that live now.
  public init(_ board: KeyBoard) { self.board = board }

  /// The keys that stop working at once, and those that stay although they should not.
  public var text: String {
    let dying = board.rows.filter { row in
      switch row.state {
      case .current, .overlapping, .retirable, .elsewhere, .stuck: true
      case .expired, .pending, .unrecorded, .external, .orphan, .foreign, .missing: false
      }
    }
    let staying = board.rows.filter { $0.state == .unrecorded || $0.state == .external }
    guard !dying.isEmpty else {
      return staying.isEmpty
        ? ""
        : "warning: kmsctl did not deliver these and does not delete them;"
          + " 'kmsctl key trace ID' names the command that does\n" + Self.list(staying)
    }
    var text =
      "warning: --compromised: as soon as the new key is delivered, "
      + "\(Phrase.count(dying.count, "older key")) stop\(dying.count == 1 ? "s" : "") working;"
      + " whoever has not fetched the new one by then is cut off\n" + Self.list(dying)
    if !staying.isEmpty {
      text +=
        "warning: kmsctl did not deliver these and does not delete them;"
        + " 'kmsctl key trace ID' names the command that does\n" + Self.list(staying)
    }
    return text
  }

  private static func list(_ rows: [KeyRow]) -> String {
    rows.compactMap { row in
      row.key.map {
        "  - \(Printable.escaped($0.id)) of '\(Printable.escaped(row.accessPoint))',"
          + " valid until \($0.notAfter)\n"
      }
    }.joined()
  }
}
