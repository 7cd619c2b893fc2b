internal import KMSModel
internal import Planning

extension KeyReport {
  /// Metrics in Prometheus' text format, for a node exporter's textfile collector.
  ///
  /// All moments are absolute, so that an alert fires although the job that writes this has died.
  public var prometheus: String {
    let keys = board.rows.compactMap { row in row.key.map { (row, $0) } }
      .sorted { ($0.1.accessPoint, $0.1.id) < ($1.1.accessPoint, $1.1.id) }
    return family(
      "client_key_not_after_seconds", "When the client key stops being valid.",
      keys.map { row, key in (labels(row), key.notAfter.secondsSinceEpoch) })
      + family(
        "client_key_not_before_seconds", "When the client key becomes valid.",
        keys.map { row, key in (labels(row), key.notBefore.secondsSinceEpoch) })
      + family(
        "client_key_info", "What the client key is; always 1.",
        keys.map { row, _ in
          (labels(row) + [("state", row.state.rawValue), ("owner", Self.owner(row))], 1)
        })
      + family(
        "client_key_stuck_not_after_seconds",
        "When the key in use ends whose successor has no place; 0 when there is none in use.",
        board.rows.filter { $0.state == .stuck }.map { row in
          (
            labels(row) + [("state", row.state.rawValue)],
            row.key?.notAfter.secondsSinceEpoch ?? 0
          )
        })
      + family(
        "client_key_rotation_due_seconds", "From when on a successor is due.",
        keys.compactMap { row, _ in
          guard case .rotate(let moment) = row.nextAction else { return nil }
          return (labels(row), moment.secondsSinceEpoch)
        })
      + family(
        "client_key_findings", "How many rows of the report have this finding.",
        KeyFinding.allCases.map { finding in
          (
            [("stack", stack.name), ("finding", finding.rawValue)],
            Int64(board.rows.count { $0.findings.contains(finding) })
          )
        })
      + family(
        "report_unreadable_objects", "How many objects could not be read; their keys are unknown.",
        [([("stack", stack.name)], Int64(board.unreadable.count))])
      + family(
        "report_time_seconds", "When this report was made, by the service's clock.",
        [([("stack", stack.name)], board.now.secondsSinceEpoch)])
  }

  private typealias Label = (name: String, value: String)

  /// Labels that never change in the life of a key, so that its series stays one.
  private func labels(_ row: KeyRow) -> [Label] {
    [
      ("account", stack.account), ("region", stack.region), ("access_point", row.accessPoint),
      ("key_id", row.key?.id ?? ""),
    ]
  }

  private func family(
    _ name: String, _ help: String, _ samples: [(labels: [Label], value: Int64)]
  ) -> String {
    guard !samples.isEmpty else { return "" }
    let head = "# HELP kmsctl_\(name) \(help)\n# TYPE kmsctl_\(name) gauge\n"
    return samples.reduce(into: head) { text, sample in
      let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
      text += "kmsctl_\(name){\(labels.joined(separator: ","))} \(sample.value)\n"
    }
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
      .replacing("\"", with: "\\\"")
  }
}
