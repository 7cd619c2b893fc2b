import Diagnostics
import Testing
import YAMLSource

@Suite struct YAMLStreamTests {
  @Test func everyNodeKnowsItsPlace() throws {
    let stream = read("a: 1\nb:\n  - x\n  - {c: \"d\"}\n")
    let document = try #require(stream.documents.first)
    #expect(
      text(document, places: true)
        == #"{a@1:1: 1@1:4, b@2:1: [x@3:5, {c@4:6: "d"@4:9}@4:5]@3:3}@1:1"#)
    #expect(stream.isComplete)
  }

  @Test func columnsCountUnicodeScalars() throws {
    let document = try #require(read("密钥: {é: 👩‍🔧, b: c}\n").documents.first)
    #expect(text(document, places: true) == "{密钥@1:1: {é@1:6: 👩‍🔧@1:9, b@1:14: c@1:17}@1:5}@1:1")
  }

  @Test func severalDocumentsAreReadAndEmptyOnesSkipped() {
    let stream = read("---\n---\na: 1\n---\n# nothing\n...\n---\n[b]\n---\n")
    #expect(stream.documents.map { text($0) } == ["{a: 1}", "[b]"])
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "\u{FEFF}"])
  func anEmptyFileHasNoDocuments(_ yaml: String) {
    let stream = read(yaml)
    #expect(stream.documents.isEmpty)
    #expect(lines(stream) == [])
  }

  @Test func anchorsAndAliasesRepeatNodesAtTheirFirstPlace() throws {
    let document = try #require(read("a: &x [1]\nb: *x\n").documents.first)
    #expect(text(document, places: true) == "{a@1:1: [1@1:8]@1:4, b@2:1: [1@1:8]@1:4}@1:1")
  }

  @Test("B8: merge keys bring everything, the written first and the strongest source next")
  func mergeKeysBringWhatIsNotWritten() throws {
    let yaml = """
      base: &a {x: 1, y: 2}
      more: &b {y: 3, z: 4}
      one: {<<: *a, x: 9}
      all: {<<: [*a, *b]}
      """
    let document = try #require(read(yaml).documents.first)
    #expect(
      text(document)
        == "{base: {x: 1, y: 2}, more: {y: 3, z: 4}, one: {x: 9, x: 1, y: 2}, all: {x: 1, y: 2, y: 3, z: 4}}"
    )
  }

  @Test func aQuotedMergeKeyIsAKey() throws {
    let document = try #require(read("'<<': 1\n").documents.first)
    #expect(text(document) == #"{"<<": 1}"#)
  }

  @Test func repeatedKeysAreKept() throws {
    let document = try #require(read("a: 1\na: 2\n").documents.first)
    #expect(text(document) == "{a: 1, a: 2}")
  }

  @Test func carriageReturnsEndLines() throws {
    let stream = read("a: 1\r\nb: 2\r\n")
    #expect(
      try text(#require(stream.documents.first), places: true) == "{a@1:1: 1@1:4, b@2:1: 2@2:4}@1:1"
    )
    #expect(stream.source.lines == ["a: 1", "b: 2", ""])
  }

  @Test func aLeadingByteOrderMarkIsSkipped() throws {
    let stream = read("\u{FEFF}a: 1\n")
    #expect(try text(#require(stream.documents.first), places: true) == "{a@1:1: 1@1:4}@1:1")
    #expect(stream.source.line(1) == "a: 1")
  }

  @Test func blockScalarsStartAtTheirIndicatorAndKnowTheirLastLine() throws {
    let document = try #require(read("a: |\n  one\n  two\nb: 1\n").documents.first)
    guard case .mapping(let pairs) = document.content else {
      Issue.record("expected a mapping")
      return
    }
    #expect(pairs[0].value.location == SourceLocation(file: "f.yaml", line: 1, column: 4))
    #expect(pairs[0].value.lastLine == 3)
    #expect(text(pairs[0].value) == "\"one\ntwo\n\"")
  }

  @Test func coreTagsOfTheRightShapeAreAccepted() throws {
    let stream = read("a: !!str 5\nb: !!seq [c]\nd: !!map {}\n")
    #expect(try text(#require(stream.documents.first)) == #"{a: "5", b: [c], d: {}}"#)
    #expect(lines(stream) == [])
  }

  @Test func nullsAreRecognisedOnlyWithoutQuotes() throws {
    let document = try #require(read("[~, null, '', 'null', no, ]\n").documents.first)
    guard case .sequence(let items) = document.content else {
      Issue.record("expected a list")
      return
    }
    #expect(items.map(\.isNull) == [true, true, false, false, false])
  }

  @Test func documentsBeforeASyntaxErrorAreKept() {
    let stream = read("a: 1\n---\nb: [1\n")
    #expect(stream.documents.map { text($0) } == ["{a: 1}"])
    #expect(!stream.isComplete)
  }

  @Test("B8: every pair knows the mapping it comes from, in nested merges, too") func b8Sources()
    throws
  {
    let yaml = """
      - &a {x: 1}
      - &b {<<: *a, x: 2, x: 3}
      - {x: 4, <<: [*b, *a]}
      """
    let document = try #require(read(yaml).documents.first)
    guard case .sequence(let items) = document.content,
      case .mapping(let pairs) = items[2].content
    else {
      Issue.record("expected a list of mappings")
      return
    }
    #expect(pairs.map { "\(text($0.value)) \($0.source)" } == ["4 0", "2 1", "3 1", "1 2", "1 3"])
  }
}
