import Foundation
import Testing

@testable import KMSCommands

/// The commands about client keys against an in-process sandbox over HTTP.
@Suite struct KeyCommandTests {
  private static let accessPoint = """
    apiVersion: kmsctl.dev/v1
    kind: ApplicationAccessPoint
    metadata: {name: orders}
    spec:
      authenticationMethod: ClientKey
      policies: [crypto]
      clientKey:
        deliverTo:
          - directory: {path: delivered/orders}
    """

  private static func withDeliveredKey(
    _ body: @escaping @Sendable (SandboxedStack) async throws -> Void
  ) async throws {
    try await SandboxedStack.with { stack in
      try stack.harness.write(accessPoint, to: "manifests/orders.yaml")
      #expect(await stack.run("apply", "--auto-approve") == 0)
      try await body(stack)
    }
  }

  private static func deliveredID(_ stack: SandboxedStack) throws -> String {
    try FileManager.default.destinationOfSymbolicLink(
      atPath: stack.harness.directory + "/delivered/orders/current")
  }

  @Test func aDeliveredKeyIsGoodAndOnTheBoard() async throws {
    try await Self.withDeliveredKey { stack in
      let id = try Self.deliveredID(stack)
      #expect(await stack.run("key", "verify", "delivered/orders") == 0)
      #expect(stack.harness.out.hasPrefix("good until "))
      #expect(stack.harness.out.contains("  the service   was asked\n"))
      #expect(await stack.run("key", "list") == 0)
      #expect(stack.harness.out.contains("current  orders        \(id)  0d"))
      #expect(await stack.run("key", "list", adding: ["KMSCTL_FAIL_ON": "due,400d"]) == 2)
      #expect(await stack.run("key", "list", adding: ["KMSCTL_OUTPUT": "prometheus"]) == 0)
      #expect(stack.harness.out.hasPrefix("# HELP kmsctl_client_key_not_after_seconds"))
    }
  }

  @Test func onlyYesRotates() async throws {
    try await Self.withDeliveredKey { stack in
      let id = try Self.deliveredID(stack)
      #expect(await stack.run("key", "rotate", "orders", "--now", answer: "no") == 1)
      #expect(try Self.deliveredID(stack) == id)
      #expect(await stack.run("key", "rotate", "aap/orders", "--now", answer: "yes") == 0)
      #expect(try Self.deliveredID(stack) != id)
      #expect(await stack.run("key", "rotate", "order", "--now", answer: "yes") == 64)
      #expect(stack.harness.err.contains("did you mean 'orders'?"))
    }
  }

  @Test func anUnexpectedPlanIsNotCarriedOut() async throws {
    try await Self.withDeliveredKey { stack in
      let id = try Self.deliveredID(stack)
      let status = await stack.run(
        "key", "rotate", "orders", "--now", "--auto-approve", "--expect", "sha256:00")
      #expect(status == 6)
      #expect(try Self.deliveredID(stack) == id)
    }
  }

  @Test func compromisedKeysAreNamedBeforeAnybodyIsAsked() async throws {
    try await Self.withDeliveredKey { stack in
      let id = try Self.deliveredID(stack)
      #expect(await stack.run("key", "rotate", "orders", "--compromised", answer: "no") == 1)
      #expect(stack.harness.err.contains("  - \(id) of 'orders', valid until "))
      #expect(await stack.run("key", "trace", id) == 0)
      #expect(stack.harness.out.hasPrefix("\(id) is alive"))
      #expect(stack.harness.out.hasSuffix("  kmsctl key rotate orders --compromised\n"))
      #expect(await stack.run("key", "rotate", "orders", "--compromised", answer: "yes") == 0)
      #expect(await stack.run("key", "trace", id) == 0)
      #expect(stack.harness.out.hasPrefix("\(id) is not there in cn-hangzhou"))
    }
  }

  @Test func otherChangesAreNotMadeByTheWay() async throws {
    try await Self.withDeliveredKey { stack in
      #expect(await stack.edit("policy/crypto", "resources=key/*") == 0)
      #expect(await stack.run("key", "rotate", "orders", "--now", "--auto-approve") == 0)
      #expect(await stack.run("drift") == 2)
      #expect(stack.harness.out.contains("~ policy/crypto [drift]"))
    }
  }
}
