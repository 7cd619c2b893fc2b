import Diagnostics
import YAMLSource

/// Reads a program and its arguments: a list whose first entry is an absolute path.
enum ProgramWords {
  /// The words; nothing when there are none or they are not usable.
  static func read(
    _ reader: MappingReader, _ key: String, _ problems: inout Problems
  ) -> [String]? {
    guard let items = reader.items(key, of: "a program and its arguments", &problems) else {
      return nil
    }
    var words: [String] = []
    for item in items {
      guard case .scalar(let word, _) = item.content else {
        problems.reportType(item, "an entry of '\(key)'", expected: "a text")
        return nil
      }
      words.append(word)
    }
    guard let program = words.first, !program.isEmpty else {
      problems.report(
        .emptyValue, "'\(key)' starts with nothing, expected a program", at: items[0].location)
      return nil
    }
    let path = Located(program, at: items[0].location)
    guard PathCheck.check(path, "the program of '\(key)'", &problems) else {
      problems.hide(items[0])
      return nil
    }
    guard program.utf8.first == UInt8(ascii: "/") else {
      // The word itself is not shown: somebody may have written a password there.
      problems.hide(items[0])
      problems.report(
        .relativeProgram, "'\(key)' does not start with an absolute path", at: items[0].location,
        note: "write the program's whole path; 'kmsctl apply --allow-exec' names the same")
      return nil
    }
    return words
  }
}
