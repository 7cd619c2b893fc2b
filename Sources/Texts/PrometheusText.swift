/// Prometheus' text format, version 0.0.4.
package enum PrometheusText {
  /// A sample's line: names, values and a number, without its line end.
  package static func sample(
    _ metric: String, _ labels: [(name: String, value: String)], _ value: Int64
  ) -> String {
    let list = labels.map { "\($0.name)=\"\(label($0.value))\"" }.joined(separator: ",")
    return "\(metric){\(list)} \(value)"
  }

  /// A label's value as it stands between the quotes: `\`, `"` and line feed are the three that
  /// the format escapes, wherever they stand.
  package static func label(_ value: String) -> String {
    value.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
