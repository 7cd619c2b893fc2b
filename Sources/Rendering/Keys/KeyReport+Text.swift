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
    // What is not known comes first: a table of the rest looks like the whole.
    var text = isSandbox ? PlanText.sandboxBanner + "\n" : ""
    text += PlanText.clockBanner(stack).map { $0 + "\n" } ?? ""
    text += unreadable
    if board.rows.isEmpty {
      text += board.unreadable.isEmpty ? "No client keys.\n" : "No client keys could be read.\n"
    } else {
      text += style.paint(header.line(widths), .strong) + "\n"
      for (row, cells) in zip(board.rows, rows) {
        text += tone(row).map { style.paint(cells.line(widths), $0) } ?? cells.line(widths)
        text += "\n"
      }
    }
    return text + "\n" + deliveries + summary
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
      var signs = cells.joined(separator: "  ").unicodeScalars[...]
      while signs.last == " " { signs.removeLast() }
      return String(signs)
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
    let read = board.unreadable.isEmpty ? "" : " of what could be read,"
    // Without the service's time there is none to show.
    let moment = board.unreadable.contains { $0.cause == .missingTime } ? "" : " at \(board.now)"
    return Phrase.count(count, "client key") + read + moment
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
    let lines = UnreadableGroup.groups(board.unreadable).map { group in
      "  \(Printable.escaped("\(group.subject): \(group.reason)"))\n"
        + "    next step: \(Printable.escaped(group.nextStep))\n"
    }
    return "Could not be read, so nothing is known about:\n" + lines.joined() + "\n"
  }
}
