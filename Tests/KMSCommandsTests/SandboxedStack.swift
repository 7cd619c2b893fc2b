import KMSSandbox

@testable import KMSCommands

/// A stack and an in-process sandbox reached over real HTTP.
struct SandboxedStack {
  let harness: CommandHarness
  let environment: [String: String]

  /// Runs `body` with a fresh sandbox and a stack of one rule and one policy.
  static func with(
    faults: [String] = [], _ body: @escaping @Sendable (SandboxedStack) async throws -> Void
  ) async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    try harness.write(policy, to: "manifests/policy.yaml")
    var options = SandboxOptions()
    options.faults = try faults.map { try Fault($0) }
    let state = try SandboxState(options: options)
    try await SandboxServer(state).run { handshake in
      try await body(
        SandboxedStack(
          harness: harness,
          environment: [
            "ALIBABA_CLOUD_ENDPOINT": handshake.endpoint,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": handshake.accessKeyID,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": handshake.accessKeySecret,
          ]))
    }
  }

  func run(
    _ arguments: String..., answer: String? = nil, adding: [String: String] = [:]
  ) async -> Int32 {
    let environment = environment.merging(adding) { $1 }
    return await harness.run(arguments, environment: environment, answer: answer) {
      try await LiveConnection(environment: environment).open($0)
    }
  }

  /// Changes something behind Git's back.
  func edit(_ arguments: String...) async -> Int32 {
    let endpoint = environment["ALIBABA_CLOUD_ENDPOINT"] ?? ""
    return await harness.run(["sandbox", "edit", "--endpoint", endpoint] + arguments)
  }

  /// The fingerprint in the last output.
  var fingerprint: String? {
    harness.out.split(separator: "\n").last { $0.hasPrefix("Fingerprint: ") }
      .map { String($0.dropFirst(13)) }
  }

  static let policy = """
    apiVersion: kmsctl.dev/v1
    kind: Policy
    metadata: {name: crypto}
    spec:
      scope: kst-hzz62ee817bvyyr5x0000
      roles: [CryptoServiceKeyUser]
      resources: [key/key-hzz62f1cb66fa42qo8a01]
      networkRules: [vpc]
    """
}
