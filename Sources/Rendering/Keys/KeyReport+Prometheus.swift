internal import KMSModel
internal import Planning
internal import Texts

extension KeyReport {
  /// Metrics in Prometheus' text format, for a node exporter's textfile collector.
  ///
  /// All moments are absolute, so that an alert fires although the job that writes this has died.
  public var prometheus: String {
    let rows = board.rows.sorted {
      ($0.accessPoint, $0.key?.id ?? "") < ($1.accessPoint, $1.key?.id ?? "")
    }
    let keys = rows.compactMap { row in row.key.map { (row, $0) } }
    return family(
      "client_key_not_after_seconds", "When the client key stops being valid.",
      keys.map { row, key in (labels(row), key.notAfter.secondsSinceEpoch) })
      + family(
        "client_key_not_before_seconds", "When the client key becomes valid.",
        keys.map { row, key in (labels(row), key.notBefore.secondsSinceEpoch) })
      + family(
        "client_key_info",
        "What the client key is; always 1. Without a key_id: there is none to use.",
        rows.map { (labels($0) + [("owner", Self.owner($0))], 1) })
      + family(
        "client_key_rotation_due_seconds", "From when on a successor is due.",
        keys.compactMap { row, _ in
          guard case .rotate(let moment) = row.nextAction else { return nil }
          return (labels(row), moment.secondsSinceEpoch)
        })
      + family(
        "client_key_findings", "How many rows of the report have this finding.",
        // What nobody looked for is not zero.
        KeyFinding.allCases.filter { $0 != .vanished || board.areDestinationsChecked }.map {
          finding in
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

  /// What a series is about, and what the key is: an alert has to tell a key in use from a
  /// stranger's, so a key's series ends where its state does (decision 20).
  private func labels(_ row: KeyRow) -> [Label] {
    [("account", stack.account), ("region", stack.region), ("access_point", row.accessPoint)]
      + (row.key.map { [("key_id", $0.id)] } ?? []) + [("state", row.state.rawValue)]
  }

  private func family(
    _ name: String, _ help: String, _ samples: [(labels: [Label], value: Int64)]
  ) -> String {
    guard !samples.isEmpty else { return "" }
    let head = "# HELP kmsctl_\(name) \(help)\n# TYPE kmsctl_\(name) gauge\n"
    return samples.reduce(into: head) { text, sample in
      text += PrometheusText.sample("kmsctl_\(name)", sample.labels, sample.value) + "\n"
    }
  }
}
