internal import KMSModel
internal import Planning
internal import Texts

extension KeyReport {
  /// A JUnit report: a test case per key, a failure for each that sets an alarm off, an error for
  /// each object that could not be read.
  public var junit: String {
    let failures = board.rows.count { !$0.alarms(of: alarms).isEmpty }
    let counts =
      "tests=\"\(board.rows.count + board.unreadable.count)\" failures=\"\(failures)\""
      + " errors=\"\(board.unreadable.count)\""
    let name = XMLText.attribute("client keys of stack \(stack.name)")
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<testsuites name=\"kmsctl key list\" \(counts)>\n"
      + "  <testsuite name=\"\(name)\" \(counts) timestamp=\"\(board.now)\">\n"
      + board.rows.map { testCase($0) }.joined()
      + board.unreadable.map { Self.testCase($0) }.joined()
      + "  </testsuite>\n</testsuites>\n"
  }

  private func testCase(_ row: KeyRow) -> String {
    let open =
      "    <testcase classname=\"\(XMLText.attribute(row.accessPoint))\""
      + " name=\"\(XMLText.attribute(row.key?.id ?? "a key to use"))\""
    let alarms = row.alarms(of: alarms)
    guard !alarms.isEmpty else { return open + "/>\n" }
    let type = alarms.map(\.description).joined(separator: ",")
    return open + ">\n      <failure type=\"\(XMLText.attribute(type))\" message=\""
      + "\(XMLText.attribute(sentence(row)))\"/>\n    </testcase>\n"
  }

  private static func testCase(_ one: UnreadableObject) -> String {
    let name = one.id?.shortForm ?? one.operation
    return
      "    <testcase classname=\"unreadable\" name=\"\(XMLText.attribute(name))\">\n      <error type=\""
      + "\(XMLText.attribute(one.operation))\" message=\"\(XMLText.attribute(one.reason))\"/>\n    </testcase>\n"
  }
}
