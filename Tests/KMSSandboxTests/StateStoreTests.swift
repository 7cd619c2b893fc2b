import Foundation
import Glibc
import Testing

@testable import KMSSandbox

@Suite struct StateStoreTests {
  private func withDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: directory) }
    try await body(directory.path)
  }

  @Test func theNextSandboxFindsWhatTheLastOneHad() async throws {
    try await withDirectory { directory in
      let path = directory + "/deep/state.json"
      var chain: String?
      let request = ["KmsInstanceId": "kst-hzz62ee817bvyyr5x0000"]
      do {
        let client = try await SandboxClient(store: try StateStore(path: path))
        _ = await client.response("DeletePolicy", ["Name": "console-made"])
        let instance = try await client.call("GetKmsInstance", request).body
        chain = instance["KmsInstance"]?["CaCertificateChainPem"]?.stringValue
      }
      let client = try await SandboxClient(store: try StateStore(path: path))
      let code = try await client.code("DescribePolicy", ["Name": "console-made"])
      #expect(code == "Forbidden.ResourceNotFound")
      let instance = try await client.call("GetKmsInstance", request).body
      #expect(instance["KmsInstance"]?["CaCertificateChainPem"]?.stringValue == chain)
      #expect(chain?.hasPrefix("-----BEGIN CERTIFICATE-----\r\n") == true)
    }
  }

  @Test func theFileIsPrivateAndHoldsNoPrivateKeyAndNoPassword() async throws {
    try await withDirectory { directory in
      let path = directory + "/state.json"
      let client = try await SandboxClient(store: try StateStore(path: path))
      let made = try await client.call(
        "CreateClientKey", ["AapName": "console-made", "Password": "Passw0rd-1"])
      let container = try #require(made.body["PrivateKeyData"]?.stringValue)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      for file in try FileManager.default.contentsOfDirectory(atPath: directory) {
        let text = try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8)
        #expect(!text.contains("PRIVATE KEY"))
        #expect(!text.contains("Passw0rd-1"))
        #expect(!text.contains(container.prefix(60)))
      }
      let log = try String(contentsOfFile: path + ".calls.jsonl", encoding: .utf8)
      #expect(
        log
          == #"{"number":1,"time":"2026-11-23T12:00:00Z","operation":"CreateClientKey","#
          + #""name":"console-made","status":200,"code":"","lost":false}"# + "\n")
    }
  }

  /// A link to itself cannot be read by anybody, root included.
  @Test func aStateThatCannotBeReadIsNotReplaced() async throws {
    try await withDirectory { directory in
      let path = directory + "/state.json"
      let store = try StateStore(path: path)
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
      let error = #expect(throws: StateStoreError.self) { try SandboxState(store: store) }
      #expect(
        error?.description
          == "'\(path)' is a symbolic link, expected a file; move it away or delete it")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == path)
    }
  }

  @Test(
    "A10: the sandbox follows no link to its state, lock, log or directory, and waits for no pipe",
    arguments: ["", ".lock", ".calls.jsonl"], ["link", "nowhere", "pipe", "device", "directory"])
  func trapsAreRefused(ending: String, trap: String) async throws {
    try await withDirectory { base in
      let path = base + "/.kmsctl/state.json"
      try FileManager.default.createDirectory(
        atPath: base + "/.kmsctl", withIntermediateDirectories: true)
      let aim = base + "/aim"
      if trap == "link" { try Data("kept".utf8).write(to: URL(filePath: aim)) }
      switch trap {
      case "pipe": mkfifo(path + ending, 0o600)
      case "directory": mkdir(path + ending, 0o700)
      default: symlink(trap == "device" ? "/dev/zero" : aim, path + ending)
      }
      let kind = ["pipe": "a named pipe", "directory": "a directory"][trap] ?? "a symbolic link"
      let error = #expect(throws: StateStoreError.self) {
        _ = try SandboxState(store: try StateStore(path: path))
      }
      #expect(
        error?.description
          == "'\(path)\(ending)' is \(kind), expected a file; move it away or delete it")
      let kept = FileManager.default.contents(atPath: aim)
      #expect(kept == (trap == "link" ? Data("kept".utf8) : nil))
    }
  }

  @Test("A10: a directory of state that is a link is refused, and nothing is made behind it")
  func linkedDirectory() async throws {
    try await withDirectory { base in
      try FileManager.default.createDirectory(
        atPath: base + "/aim", withIntermediateDirectories: true)
      symlink("aim", base + "/.kmsctl")
      let error = #expect(throws: StateStoreError.self) {
        try StateStore(path: base + "/.kmsctl/state.json")
      }
      #expect(
        error?.description
          == "'\(base)/.kmsctl' is a symbolic link, expected a directory; move it away or delete it"
      )
      #expect(try FileManager.default.contentsOfDirectory(atPath: base + "/aim") == [])
    }
  }

  @Test("A10: a state beyond the bound is refused unread, and a log beyond it begins anew")
  func bounds() async throws {
    try await withDirectory { base in
      let path = base + "/state.json"
      do {
        let client = try await SandboxClient(store: try StateStore(path: path))
        truncate(path + ".calls.jsonl", off_t(StateStore.maximumLogBytes))
        _ = await client.response("DeletePolicy", ["Name": "console-made"])
        let log = try String(contentsOfFile: path + ".calls.jsonl", encoding: .utf8)
        #expect(log.utf8.count < 200 && log.contains("DeletePolicy"))
      }
      truncate(path, 1 << 40)
      let error = #expect(throws: StateStoreError.self) {
        _ = try SandboxState(store: try StateStore(path: path))
      }
      #expect(
        error?.description == "'\(path)' has 1099511627776 bytes, expected at most 67108864;"
          + " move it away or delete it")
    }
  }

  @Test func aSecondSandboxIsToldWhoHasTheState() async throws {
    try await withDirectory { directory in
      let path = directory + "/state.json"
      let first = try StateStore(path: path)
      first.note(endpoint: "http://127.0.0.1:4711")
      let holder = "process \(ProcessInfo.processInfo.processIdentifier) at http://127.0.0.1:4711"
      #expect(throws: StateStoreError("'\(path)' is in use by \(holder)")) {
        try StateStore(path: path)
      }
      withExtendedLifetime(first) {}
    }
  }

  @Test func aForeignFileIsLeftAlone() async throws {
    try await withDirectory { directory in
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
      let path = directory + "/state.json"
      try Data("{}".utf8).write(to: URL(filePath: path))
      let store = try StateStore(path: path)
      let message = "'\(path)' is not a sandbox's state file; move it away or delete it"
      #expect(throws: StateStoreError(message)) { try SandboxState(store: store) }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "{}")
    }
  }
}
