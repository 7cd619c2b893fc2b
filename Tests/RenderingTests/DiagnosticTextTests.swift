import Diagnostics
import Testing

@testable import Rendering

@Suite struct DiagnosticTextTests {
  private func at(_ line: Int, _ column: Int) -> Diagnostics.SourceLocation {
    Diagnostics.SourceLocation(file: "manifests/a.yaml", line: line, column: column)
  }

  private func text(_ report: DiagnosticReport, width: Int = 100) -> String {
    DiagnosticText(style: Style(isColoured: false, width: width)).render(report)
  }

  @Test func placeLineCaretAndNotes() {
    let report = DiagnosticReport(
      [
        Diagnostic(
          .error, "unknown-key", "unknown key 'polices'", at: at(2, 3),
          notes: [
            .init("did you mean 'policies'?"), .init("first written here", at: at(1, 1)),
          ]),
        Diagnostic(.warning, "host-bits", "'10.0.0.1/8' has host bits set", at: at(1, 7)),
        Diagnostic(.error, "no-stack", "no kmsctl.yaml was found", at: nil),
      ],
      sources: ["manifests/a.yaml": SourceText("spec: 10.0.0.1/8\n\tpolices: [a]\n")])
    #expect(
      text(report) == """
        error: no kmsctl.yaml was found [no-stack]

        manifests/a.yaml:1:7: warning: '10.0.0.1/8' has host bits set [host-bits]
        1 | spec: 10.0.0.1/8
          |       ^

        manifests/a.yaml:2:3: error: unknown key 'polices' [unknown-key]
        2 |  polices: [a]
          |   ^
          note: did you mean 'policies'?
          manifests/a.yaml:1:1: note: first written here

        """)
    let summary = DiagnosticText(style: .plain).summary(report, fileCount: 1)
    #expect(summary == "2 errors, 1 warning in 1 file")
  }

  @Test func longLinesAreCutAroundTheCaret() {
    let line = String(repeating: "x", count: 200) + "HERE" + String(repeating: "y", count: 200)
    let report = DiagnosticReport(
      [Diagnostic(.error, "bad", "bad", at: at(1, 201))],
      sources: ["manifests/a.yaml": SourceText(line)])
    #expect(
      text(report, width: 40) == """
        manifests/a.yaml:1:201: error: bad [bad]
        1 | …xxxxxxxxxxxxxxxxxHEREyyyyyyyyyyyy…
          |                   ^

        """)
  }

  @Test func controlCharactersNeverReachTheTerminal() {
    let report = DiagnosticReport(
      [Diagnostic(.error, "bad", "unknown key '\u{1b}]0;x\u{7}'", at: at(1, 2))],
      sources: ["manifests/a.yaml": SourceText("\u{1b}]0;x\u{7}: 1")])
    #expect(!text(report).contains("\u{1b}"))
    #expect(text(report).contains("unknown key '\\u{1b}]0;x\\u{7}'"))
  }

  @Test func caretsStandUnderWideLetters() {
    let report = DiagnosticReport(
      [Diagnostic(.error, "bad", "bad", at: at(1, 7))],
      sources: ["manifests/a.yaml": SourceText("名前: ok, bad")])
    #expect(
      text(report) == """
        manifests/a.yaml:1:7: error: bad [bad]
        1 | 名前: ok, bad
          |         ^

        """)
  }
}
