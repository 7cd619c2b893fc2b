import Foundation
import HTTPTransport
import KMSModel
import Testing

@testable import KMSCommands

/// The table in `docs/failures.md` is what the commands print, kind by kind.
///
/// `UPDATE_GOLDENS=1 swift test --filter FailureTableTests` writes it anew.
@Suite(.timeLimit(.minutes(10))) struct FailureTableTests {
  /// What one command said about one failure.
  struct Row: Equatable {
    var moment: String
    var exit: Int
    var message: String
    var nextStep: String
  }

  @Test("F7, B12, B16: the documented failures are what the commands print")
  func theTableIsWhatTheCommandsPrint() async throws {
    var table = ""
    for one in FailureCase.all {
      table += "\n### \(one.title)\n\nCause `\(one.cause.rawValue)`.\n\n"
      table += "| While | Exit | Message | Next step |\n|---|---|---|---|\n"
      for row in try await Self.rows(of: one) {
        table +=
          "| \(row.moment) | \(row.exit) | \(Self.cell(row.message)) |"
          + " \(Self.cell(row.nextStep)) |\n"
      }
    }
    let text = try String(contentsOf: Self.document, encoding: .utf8)
    let parts = text.split(separator: Self.mark, omittingEmptySubsequences: false)
    try #require(parts.count == 2)
    guard ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" else {
      let documented = parts[1].split(separator: "\n", omittingEmptySubsequences: false)
      let printed = table.split(separator: "\n", omittingEmptySubsequences: false)
      for difference in printed.difference(from: documented) {
        Issue.record("differs: \(difference)")
      }
      return
    }
    try (parts[0] + Self.mark + table).write(to: Self.document, atomically: true, encoding: .utf8)
  }

  @Test("F7: a failure says its call once, and only a denial speaks of permissions")
  func aFailureSaysItsCallOnce() async throws {
    for one in FailureCase.all {
      for row in try await Self.rows(of: one) {
        for operation in ["ListPolicies", "CreateNetworkRule", "CreateClientKey"] {
          #expect(row.message.ranges(of: "\(operation):").count <= 1, "\(one.title)")
        }
        #expect(!row.nextStep.isEmpty, "\(one.title), \(row.moment)")
        let isDenial = one.cause == .missingPermission || one.cause == .forbidden
        #expect(
          isDenial == row.nextStep.contains(" to the caller in RAM")
            || one.cause == .forbidden, "\(one.title), \(row.moment)")
        #expect(row.moment != "whoami" || !row.nextStep.contains("whoami"), "\(one.title)")
        #expect(!(row.message + row.nextStep).contains("cretPw"))
      }
    }
  }

  @Test func everyCauseIsInTheTable() {
    let known = Set(FailureCase.all.map(\.cause))
    // The first has no message, the second no way to happen while credentials are static, the third
    // needs a second writer, the last another time in every answer.
    let others: Set<FailureCause> = [
      .interrupted, .missingCredentials, .overtaken, .differingClocks,
    ]
    #expect(known.union(others) == Set(FailureCause.allCases))
    #expect(FailureCase.all.count >= 20)
  }

  private static let mark = "<!-- written by FailureTableTests -->\n"

  private static var document: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/failures.md")
  }

  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("<", with: "&lt;")
  }

  private static let moments: [(moment: String, operation: String, arguments: [String])] = [
    ("reading (`plan`)", "ListPolicies", ["plan", "-o", "json"]),
    ("writing (`apply`)", "CreateNetworkRule", ["apply", "--auto-approve", "-o", "json"]),
    ("issuing a key (`apply`)", "CreateClientKey", ["apply", "--auto-approve", "-o", "json"]),
    ("`whoami`", "GetCallerIdentity", ["whoami", "-o", "json"]),
  ]

  private static func rows(of one: FailureCase) async throws -> [Row] {
    var rows: [Row] = []
    for (moment, operation, arguments) in moments {
      // These two are about whole reads.
      if one.cause == .missingTime || one.cause == .changingList, operation != "ListPolicies" {
        continue
      }
      let harness = try CommandHarness()
      try harness.write(CommandHarness.stack, to: "kmsctl.yaml")
      try harness.write(CommandHarness.rule, to: "manifests/rule.yaml")
      try harness.write(SandboxedStack.policy, to: "manifests/policy.yaml")
      try harness.write(accessPoint, to: "manifests/point.yaml")
      let status = try await run(arguments, one.fault, operation, harness)
      let row = try row(moment, harness.out)
      #expect(Int32(row.exit) == status)
      rows.append(row)
    }
    return rows
  }

  private static func run(
    _ arguments: [String], _ fault: FailureCase.Fault, _ operation: String,
    _ harness: CommandHarness
  ) async throws -> Int32 {
    switch fault {
    case .environment(let environment):
      return await harness.run(arguments, environment: environment, answer: nil) {
        try await LiveConnection(environment: environment).open($0)
      }
    case .answer(let answer):
      let faulty = try await FaultyConnection(failing: operation, with: answer)
      return await harness.run(arguments, environment: [:], answer: nil) { _ in
        faulty.connection
      }
    case .noTime:
      let faulty = try await FaultyConnection(
        failing: "", with: .failure(.init(.other, "", mayHaveBeenSent: false)), hasTime: false)
      return await harness.run(arguments, environment: [:], answer: nil) { _ in
        faulty.connection
      }
    }
  }

  private static func row(_ moment: String, _ json: String) throws -> Row {
    let document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
    let said =
      [
        document.error, document.refusals?.first, document.failed?.first,
        document.stuckSteps?.first,
      ]
      .compactMap { $0 }.first ?? Said(message: document.message, nextStep: document.nextStep)
    return Row(
      moment: moment, exit: document.exit.code,
      message: try #require(said.message, "\(moment): \(json)"),
      nextStep: said.nextStep ?? "")
  }

  private struct Said: Decodable {
    var message: String?
    var nextStep: String?
  }

  private struct Document: Decodable {
    struct Exit: Decodable { var code: Int }
    var message: String?
    var nextStep: String?
    var error: Said?
    var refusals: [Said]?
    var failed: [Said]?
    var stuckSteps: [Said]?
    var exit: Exit

    enum CodingKeys: String, CodingKey {
      case message, nextStep, error, refusals, failed, exit
      case stuckSteps = "stuck"
    }
  }

  private static let accessPoint = """
    apiVersion: kmsctl.dev/v1
    kind: ApplicationAccessPoint
    metadata: {name: app}
    spec:
      authenticationMethod: ClientKey
      policies: [crypto]
      clientKey:
        validity: 365d
        deliverTo:
          - directory: {path: out}
    """
}
