import Foundation
import Glibc
import Testing
import Texts

@Suite struct EscapingTests {
  /// What has fooled escapes that work by Character, and what formats cannot hold.
  static let pieces: [String] = [
    "\"", "\\", "\n", "\r", "\r\n", "\t", "'", "&", "<", ">", "]]>", "{", "}", ",", "=", " ", "$",
    "`",
    "\u{301}", "\u{20DD}", "\u{FE0F}", "\u{200D}", "\u{600}", "\u{1F1E9}", "\u{0}", "\u{1}",
    "\u{1B}[2J",
    "\u{7F}", "\u{85}", "\u{2028}", "\u{202E}", "\u{FEFF}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}",
    "\u{E000}",
    "\u{10FFFF}", "é", "e\u{301}", "密", "\u{1F469}\u{200D}\u{1F680}", "-", "#", "a", "n", "0",
  ]

  /// Every pair, and long random rows; the same ones each time.
  static let samples: [String] = {
    var state: UInt64 = 9
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pairs = pieces.flatMap { first in pieces.map { first + $0 } }
    let rows = (0..<2_000).map { _ in
      (0..<(1 + next(12))).map { _ in pieces[next(pieces.count)] }.joined()
    }
    return [""] + pieces + pairs + rows
  }()

  private func same(_ left: String?, _ right: String) -> Bool {
    left.map { Array($0.utf8) == Array(right.utf8) } ?? false
  }

  @Test("A9: Prometheus reads every label back") func prometheus() throws {
    for text in Self.samples {
      let line = PrometheusText.sample("m", [("a", text), ("b", "x")], 7)
      #expect(!line.utf8.contains(UInt8(ascii: "\n")), "\(text.debugDescription)")
      let read = PrometheusReader.labels(line)
      #expect(read?.map(\.name) == ["a", "b"], "\(text.debugDescription)")
      #expect(same(read?.first?.value, text), "\(text.debugDescription)")
    }
  }

  @Test("A9: XML is well formed, and reads back what a terminal is shown") func xml() throws {
    let attributes = Self.samples.map { "<a v=\"\(XMLText.attribute($0))\"/>" }
    let read = XMLReader.values("<all>\(attributes.joined())</all>")
    try #require(read.count == Self.samples.count)
    for (text, value) in zip(Self.samples, read) {
      let shown = TerminalText.escaped(text).replacing(text: "\u{FFFE}", by: "\\u{fffe}")
        .replacing(text: "\u{FFFF}", by: "\\u{ffff}")
      #expect(same(value, shown), "\(text.debugDescription)")
    }
  }

  @Test("A9: JSON reads every string back") func json() throws {
    for text in Self.samples {
      let document = Data("[\(JSONEscape.quoted(text))]".utf8)
      let read = try JSONDecoder().decode([String].self, from: document).first
      #expect(same(read, text), "\(text.debugDescription)")
    }
  }

  @Test("A9: a shell takes every word to the letter") func shell() throws {
    // A shell is given no NUL; the others go through in one run, each with an end of its own.
    let words = Self.samples.filter { !$0.unicodeScalars.contains("\0") }
    let script = words.map { "printf '%s\\0' \(ShellText.word($0))\n" }.joined()
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, out) = (folder.appending(path: "words.sh"), folder.appending(path: "out").path)
    try Data(script.utf8).write(to: file)
    #expect(Shell.run("/bin/sh '\(file.path)' > '\(out)'") == 0)
    let read = try #require(FileManager.default.contents(atPath: out))
      .split(separator: 0, omittingEmptySubsequences: false).dropLast()
    try #require(read.count == words.count)
    for (word, found) in zip(words, read) {
      #expect(Array(found) == Array(word.utf8), "\(word.debugDescription)")
    }
    #expect(ShellText.word("a\0b") == "'a\u{FFFD}b'")
  }

  @Test("A9: a terminal gets nothing that it would obey") func terminal() {
    for text in Self.samples {
      let shown = TerminalText.escaped(text).unicodeScalars
      #expect(!shown.contains(where: TerminalText.isHidden), "\(text.debugDescription)")
    }
    #expect(TerminalText.quoted("a\"\u{301}b") == "\"a\\\"\u{301}b\"")
  }
}

/// A strict reader of one sample of Prometheus' text format 0.0.4, byte by byte.
enum PrometheusReader {
  static func labels(_ line: String) -> [(name: String, value: String)]? {
    var bytes = Array(line.utf8)[...]
    func word(upTo end: Character) -> String? {
      guard let place = bytes.firstIndex(of: end.asciiValue ?? 0) else { return nil }
      defer { bytes = bytes[(place + 1)...] }
      return String(decoding: bytes[..<place], as: UTF8.self)
    }
    guard word(upTo: "{") == "m" else { return nil }
    var labels: [(name: String, value: String)] = []
    while true {
      guard let name = word(upTo: "="), bytes.popFirst() == UInt8(ascii: "\"") else { return nil }
      var value: [UInt8] = []
      reading: while true {
        switch bytes.popFirst() {
        case UInt8(ascii: "\""): break reading
        case UInt8(ascii: "\\"):
          switch bytes.popFirst() {
          case UInt8(ascii: "\\"): value.append(UInt8(ascii: "\\"))
          case UInt8(ascii: "\""): value.append(UInt8(ascii: "\""))
          case UInt8(ascii: "n"): value.append(UInt8(ascii: "\n"))
          default: return nil
          }
        case UInt8(ascii: "\n"), nil: return nil
        case let byte?: value.append(byte)
        }
      }
      labels.append((name, String(decoding: value, as: UTF8.self)))
      switch bytes.popFirst() {
      case UInt8(ascii: ","): continue
      case UInt8(ascii: "}"): return Array(bytes) == Array(" 7".utf8) ? labels : nil
      default: return nil
      }
    }
  }
}

/// Reads the attributes `v` with Python's parser: Foundation's is in a module of its own.
enum XMLReader {
  static func values(_ document: String) -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, out) = (folder.appending(path: "in.xml"), folder.appending(path: "out").path)
    try? Data(document.utf8).write(to: file)
    let program =
      "import json,sys,xml.etree.ElementTree as e;"
      + "json.dump([a.get(\"v\") for a in e.parse(sys.argv[1]).getroot()],open(sys.argv[2],\"w\"))"
    guard Shell.run("python3 -c '\(program)' '\(file.path)' '\(out)'") == 0,
      let data = FileManager.default.contents(atPath: out)
    else { return [] }
    return (try? JSONDecoder().decode([String].self, from: data)) ?? []
  }
}

/// Runs a command and waits for it.
enum Shell {
  static func run(_ command: String) -> Int32 {
    let arguments: [String] = ["sh", "-c", command]
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    var process: pid_t = 0
    guard posix_spawnp(&process, "sh", nil, nil, words, environ) == 0 else { return -1 }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    return status >> 8
  }
}
