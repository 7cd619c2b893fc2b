import Diagnostics
import Testing
import YAMLSource

/// A text, and every line of what is said about it.
struct Case: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var yaml: String
  var expected: [String]

  init(_ name: String, _ yaml: String, _ expected: String...) {
    testDescription = name
    self.yaml = yaml
    self.expected = expected
  }
}

@Suite struct YAMLProblemTests {
  static let syntax: [Case] = [
    Case(
      "unclosed quote", "a: \"b\nc: d\n",
      "f.yaml:3:1: yaml-syntax: the file ends inside a quoted text, expected the closing quote",
      "  f.yaml:1:4: the quoted text starts here"),
    Case(
      "unclosed list", "a: [b, c\nd: e\n",
      "f.yaml:2:2: yaml-syntax: expected ',' or ']' of the list",
      "  f.yaml:1:4: the list starts here"),
    Case(
      "unclosed mapping", "a: {b: c\n",
      "f.yaml:2:1: yaml-syntax: expected ',' or '}' of the mapping",
      "  f.yaml:1:4: the mapping starts here"),
    Case(
      "tab indentation", "a:\n\tb: c\n", "f.yaml:2:1: yaml-syntax: a tab, expected blanks",
      "  YAML is indented with blanks only"),
    Case(
      "colon in text", "a: b: c\n", "f.yaml:1:5: yaml-syntax: a ':' where no key can stand",
      "  check the indentation, or put quotes around a text that contains ': '"),
    Case(
      "bad indentation", "a: 1\n  b: 2\n", "f.yaml:2:4: yaml-syntax: a ':' where no key can stand",
      "  check the indentation, or put quotes around a text that contains ': '"),
    Case(
      "less indentation", "a:\n    b: 1\n  c: 2\n",
      "f.yaml:3:3: yaml-syntax: expected a key of the mapping here",
      "  f.yaml:1:1: the mapping starts here", "  keys of one mapping stand in the same column"),
    Case(
      "list in mapping", "a: 1\n- b\n",
      "f.yaml:2:1: yaml-syntax: expected a key of the mapping here",
      "  f.yaml:1:1: the mapping starts here", "  keys of one mapping stand in the same column"),
    Case(
      "mapping in list", "- a\nb: 1\n", "f.yaml:2:1: yaml-syntax: expected '-' of the list here",
      "  f.yaml:1:1: the list starts here", "  items of one list stand in the same column"),
    Case(
      "missing colon", "a: 1\nb\nc: 2\n",
      "f.yaml:3:1: yaml-syntax: expected ':' after a key before this",
      "  f.yaml:2:1: the key starts here"),
    Case(
      "item after key", "a: - b\n", "f.yaml:1:4: yaml-syntax: a list item where none can stand",
      "  start the list on its own line"),
    Case(
      "unknown escape", "a: \"\\q\"\n",
      "f.yaml:1:5: yaml-syntax: an escape that YAML does not know",
      "  f.yaml:1:4: the quoted text starts here",
      "  write '\\\\' for a backslash, or use single quotes"),
    Case(
      "at sign", "a: @b\n", "f.yaml:1:4: yaml-syntax: a character that no value can start with",
      "  put quotes around a text that starts with '@', '`' or '%'"),
    Case(
      "tag handle", "a: !x!y b\n", "f.yaml:1:4: yaml-syntax: a tag whose handle is not declared"),
    Case(
      "version", "%YAML 3.0\n---\na: 1\n",
      "f.yaml:1:1: yaml-syntax: a %YAML version that cannot be read, expected 1.1 or 1.2"),
    Case(
      "two values", "a\n---\n[b] c\n",
      "f.yaml:3:5: yaml-syntax: expected the end of the document or '---' here",
      "  a document holds one value; check the indentation of this line"),
    Case(
      "document in quote", "a: 'b\n---\nc'\n",
      "f.yaml:2:1: yaml-syntax: the document ends inside a quoted text, expected the closing quote",
      "  f.yaml:1:4: the quoted text starts here"),
  ]

  @Test(arguments: syntax) func aSyntaxErrorIsSaidInWordsAtItsPlace(_ example: Case) {
    #expect(lines(read(example.yaml)) == example.expected)
  }

  static let structure: [Case] = [
    Case(
      "unknown alias", "a: *b\nc: *d\n",
      "f.yaml:1:4: yaml-alias: alias '*b' has no anchor '&b' before it in this document",
      "f.yaml:2:4: yaml-alias: alias '*d' has no anchor '&d' before it in this document"),
    Case(
      "alias of another document", "a: &b 1\n---\nc: *b\n",
      "f.yaml:3:4: yaml-alias: alias '*b' has no anchor '&b' before it in this document"),
    Case(
      "alias in itself", "a: &b [c, *b]\n",
      "f.yaml:1:11: yaml-alias: alias '*b' stands inside the value it repeats",
      "  f.yaml:1:4: the value starts here"),
    Case(
      "merge of a text", "a: {<<: b}\n",
      "f.yaml:1:9: yaml-merge: a value that cannot be merged, expected a mapping or a list of mappings",
      "  write '<<: *name', where 'name' is the anchor of a mapping"),
    Case(
      "merge of a list of texts", "a:\n  <<: [b, {c: d}]\n",
      "f.yaml:2:8: yaml-merge: a value that cannot be merged, expected a mapping or a list of mappings",
      "  write '<<: *name', where 'name' is the anchor of a mapping"),
    Case(
      "B8: two merge keys", "a: &a {x: 1}\nb: &b {x: 2}\nc:\n  <<: *a\n  <<: *b\n",
      "f.yaml:5:3: duplicate-key: '<<' stands twice in one mapping",
      "  f.yaml:4:3: it stands here already",
      "  one merge key takes several mappings: '<<: [*one, *two]'"),
    Case(
      "B8: a merge of nothing", "a:\n  <<:\n",
      "f.yaml:2:6: yaml-merge: a value that cannot be merged, expected a mapping or a list of mappings",
      "  write '<<: *name', where 'name' is the anchor of a mapping"),
    Case(
      "B8: a merge of a list of lists", "a: {<<: [[{x: 1}]]}\n",
      "f.yaml:1:10: yaml-merge: a value that cannot be merged, expected a mapping or a list of mappings",
      "  write '<<: *name', where 'name' is the anchor of a mapping"),
    Case(
      "B8: a merge key with a tag", "a: {!!merge <<: {x: 1}}\n",
      "f.yaml:1:5: yaml-tag: tag '!!merge' is not supported",
      "  remove it; the type of a value follows from its field"),
    Case(
      "custom tag", "a: !vault b\n", "f.yaml:1:4: yaml-tag: tag '!vault' is not supported",
      "  remove it; the type of a value follows from its field"),
    Case(
      "core tag of another type", "a: !!binary aGk=\nb: !!str {}\n",
      "f.yaml:1:4: yaml-tag: tag '!!binary' is not supported",
      "  remove it; the type of a value follows from its field",
      "f.yaml:2:4: yaml-tag: tag '!!str' is not supported",
      "  remove it; the type of a value follows from its field"),
    Case(
      "list as key", "? [a]\n: b\n",
      "f.yaml:1:3: yaml-key: a list or mapping as a key, expected text"),
    Case(
      "mapping as key", "{a: b}: c\n",
      "f.yaml:1:1: yaml-key: a list or mapping as a key, expected text"),
  ]

  @Test(arguments: structure) func whatYAMLAllowsAndWeDoNotIsSaidAtItsPlace(_ example: Case) {
    #expect(lines(read(example.yaml)) == example.expected)
  }

  static let characters: [Case] = [
    Case(
      "NUL", "a: 1\nb: \0\n", "f.yaml:2:4: yaml-control-character: a NUL byte, expected text",
      "  the file may be damaged or not a text file"),
    Case(
      "escape", "a: é\u{1B}[0m\n",
      "f.yaml:1:5: yaml-control-character: the control character U+001B is not allowed",
      "  inside double quotes it can be written as an escape, as in \"\\e\""),
    Case(
      "inner byte order mark", "a: 1\n\u{FEFF}b: 2\n",
      "f.yaml:2:1: yaml-control-character: a byte order mark inside the file, expected one at its start at most"
    ),
    Case(
      "delete after CRLF", "a: 1\r\n\u{7F}",
      "f.yaml:2:1: yaml-control-character: the control character U+007F is not allowed",
      "  inside double quotes it can be written as an escape, as in \"\\e\""),
  ]

  @Test(arguments: characters) func charactersThatAreNoTextAreRefusedAtTheirPlace(_ example: Case) {
    #expect(lines(read(example.yaml)) == example.expected)
  }

  @Test func invalidUTF8IsRefusedAtItsPlace() {
    let stream = YAMLStream(Array("a: 1\nbé: ".utf8) + [0xC3, 0x28], file: "f.yaml")
    #expect(
      lines(stream) == [
        "f.yaml:2:5: yaml-encoding: the file is not valid UTF-8 here", "  save it as UTF-8",
      ])
    #expect(stream.documents.isEmpty)
  }

  @Test(arguments: [
    ([0xFF, 0xFE, 0x61, 0x00], "UTF-16"), ([0xFE, 0xFF, 0x00, 0x61], "UTF-16"),
    ([0x61, 0x00, 0x3A, 0x00], "UTF-16"), ([0x00, 0x61, 0x00, 0x3A], "UTF-16"),
    ([0xFF, 0xFE, 0x00, 0x00], "UTF-32"), ([0x00, 0x00, 0xFE, 0xFF], "UTF-32"),
  ])
  func otherEncodingsAreNamed(_ bytes: [UInt8], _ name: String) {
    #expect(
      lines(YAMLStream(bytes, file: "f.yaml")) == [
        "f.yaml:1:1: yaml-encoding: the file is \(name), expected UTF-8",
        "  convert it, for example with 'iconv -t UTF-8'",
      ])
  }
}
