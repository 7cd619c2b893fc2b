import Foundation
import Testing

@testable import KMSCommands

@Suite struct CommandFindingsTests {
  @Test(arguments: [
    (["plan", "--endpoint", "foo"], [:], "--endpoint is 'foo', expected a URL"),
    (["plan"], ["KMSCTL_STS_ENDPOINT": "foo"], "KMSCTL_STS_ENDPOINT is 'foo', expected a URL"),
    (["sandbox", "log"], ["KMSCTL_ENDPOINT": "foo"], "KMSCTL_ENDPOINT is 'foo', expected a URL"),
    (["plan"], ["KMSCTL_PARALLELISM": "abc"], "KMSCTL_PARALLELISM is 'abc', expected 1 to 64"),
    (
      ["apply", "--auto-approve", "--expect", "foo"], [:],
      "--expect is 'foo', expected a fingerprint of the form sha256:…"
    ),
  ])
  func unusableValuesExitWith64(
    arguments: [String], environment: [String: String], message: String
  ) async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    #expect(await harness.run(arguments, environment: environment) == 64)
    #expect(harness.err.hasPrefix("error: \(message)\n"))
  }

  @Test(arguments: [["version"], ["schema"], ["completions", "bash"], ["sandbox", "log"]])
  func jsonIsAVersionedDocument(arguments: [String]) async throws {
    let harness = try CommandHarness()
    #expect(await harness.run(arguments + ["-o", "json"]) == 0)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(harness.out.utf8)) as? [String: Any])
    #expect(document["formatVersion"] as? String == "1.0")
    #expect(document["document"] is String)
  }

  @Test func theLogOfEarlierRunsIsRead() async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    try harness.write(
      """
      {"number":1,"time":"t1","operation":"ListPolicies","name":"","status":200,"code":"","lost":false}
      {"number":2,"time":"t2","operation":"CreatePolicy","name":"p","status":200,"code":"","lost":false}
      {"number":3,
      """, to: ".kmsctl/sandbox.json.calls.jsonl")
    #expect(await harness.run("sandbox", "log", "--limit", "1") == 0)
    #expect(
      harness.out == """
        {
          "calls" : [
            {
              "code" : "",
              "lost" : false,
              "name" : "p",
              "number" : 2,
              "operation" : "CreatePolicy",
              "status" : 200,
              "time" : "t2"
            }
          ],
          "document" : "sandbox-log",
          "formatVersion" : "1.0",
          "total" : 2
        }

        """)
  }

  @Test func aSandboxInUseIsALockInItsOwnWords() async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    try harness.write(
      "#!/bin/sh\necho \"kms-sandbox: 's' is in use by process 7\" >&2\nexit 1\n",
      to: "kms-sandbox")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: harness.directory + "/kms-sandbox")
    #expect(await harness.run("plan", "--sandbox") == 7)
    #expect(
      harness.err == """
        error: kms-sandbox: 's' is in use by process 7
          next step: wait until that ends; one that keeps running is reached with --endpoint, and \
        with ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET as in its first line

        """)
  }
}
