internal import KMSModel
internal import Planning

extension KeyReport {
  /// A table, and a line that counts.
  public func text(_ style: Style) -> String {
    let header = Cells(
      state: "STATE", accessPoint: "ACCESS POINT", key: "KEY", age: "AGE", end: "NOT AFTER",
      left: "DAYS LEFT", delivered: board.areDestinationsChecked ? "DELIVERED" : nil,
      owner: isWhole ? "OWNER" : nil, action: "NEXT ACTION")
    let rows = board.rows.map { cells($0) }
    let widths = ([header] + rows).reduce([Int](repeating: 0, count: header.list.count)) {
      zip($0, $1.list).map { max($0, Printable.columns($1.unicodeScalars)) }
    }
    var text = isSandbox ? PlanText.sandboxBanner + "\n" : ""
    if board.rows.isEmpty {
      text += "No client keys.\n"
    } else {
      text += style.paint(header.line(widths), .strong) + "\n"
      for (row, cells) in zip(board.rows, rows) {
        text += tone(row).map { style.paint(cells.line(widths), $0) } ?? cells.line(widths)
        text += "\n"
      }
    }
    return text + "\n" + deliveries + summary + unreadable
  }

  private struct Cells {
    var state: String
    var accessPoint: String
    var key: String
    var age: String
    var end: String
    var left: String
    var delivered: String?
    var owner: String?
    var action: String

    var list: [String] {
      [state, accessPoint, key, age, end, left] + [delivered, owner].compactMap { $0 } + [action]
    }

    func line(_ widths: [Int]) -> String {
      let cells = zip(list, widths).map { text, width in
        text + String(repeating: " ", count: width - Printable.columns(text.unicodeScalars))
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func cells(_ row: KeyRow) -> Cells {
    let mark = row.threshold.map { " (≤\($0))" } ?? ""
    return Cells(
      state: row.state.rawValue, accessPoint: Printable.escaped(row.accessPoint),
      key: Printable.escaped(row.key?.id ?? "-"), age: row.ageDays.map { "\($0)d" } ?? "-",
      end: row.key?.notAfter.iso8601 ?? "-", left: row.daysLeft.map { "\($0)\(mark)" } ?? "-",
      delivered: board.areDestinationsChecked ? row.delivery?.verdict.rawValue ?? "-" : nil,
      owner: isWhole ? Self.owner(row) : nil, action: Printable.escaped(action(row)))
  }

  private func tone(_ row: KeyRow) -> Style.Tone? {
    if !row.alarms(of: alarms).isEmpty || row.findings.contains(.missing) { return .alarming }
    switch row.threshold {
    case 7: return .alarming
    case 30: return .removed
    case 90: return .changed
    default: return row.findings.isEmpty ? nil : .changed
    }
  }

  private var summary: String {
    let count = board.rows.count { $0.key != nil }
    let findings = KeyFinding.allCases.compactMap { finding -> String? in
      let number = board.rows.count { $0.findings.contains(finding) }
      return number == 0 ? nil : "\(number) \(finding.rawValue)"
    }
    let failing = board.rows.count { !$0.alarms(of: alarms).isEmpty }
    let list = alarms.map(\.description).joined(separator: ",")
    let fails =
      failing == 0 ? "" : "Failing because of \(Phrase.count(failing, "row")): --fail-on \(list)\n"
    return "\(Phrase.count(count, "client key")) at \(board.now)"
      + (findings.isEmpty ? "" : ": " + findings.joined(separator: ", ")) + ".\n" + fails
  }

  /// The places that do not hold a key in use, or could not be asked.
  private var deliveries: String {
    let lines = board.rows.compactMap(\.delivery).flatMap { delivery in
      delivery.places.filter { $0.verdict != .yes }.map { place in
        "  \(Printable.escaped(delivery.accessPoint)): \(place.verdict.rawValue):"
          + " \(Printable.escaped(place.destination)) \(Printable.escaped(place.found))\n"
      } + (delivery.isLost ? ["    next step: to deliver a new key: \(delivery.nextStep)\n"] : [])
    }
    return lines.isEmpty ? "" : "Deliveries:\n" + lines.joined() + "\n"
  }

  private var unreadable: String {
    guard !board.unreadable.isEmpty else { return "" }
    let lines = board.unreadable.map { one in
      let name = one.id?.shortForm ?? one.operation
      return "  \(Printable.escaped(name)): \(Printable.escaped(one.reason))\n"
    }
    return "\nCould not be read, so nothing is known about:\n" + lines.joined()
  }
}
