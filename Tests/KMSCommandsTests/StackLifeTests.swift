import Testing

@testable import KMSCommands

/// The verbs against an in-process sandbox over HTTP.
@Suite struct StackLifeTests {
  @Test func planApplyNoChanges() async throws {
    try await SandboxedStack.with { stack in
      #expect(await stack.run("plan", "--detailed-exitcode") == 2)
      #expect(stack.harness.out.contains("\nPlan: 2 to add, 0 to change, 0 to destroy.\n"))
      #expect(stack.harness.err.isEmpty)
      let fingerprint = try #require(stack.fingerprint)
      #expect(await stack.run("apply", "--auto-approve", "--expect", fingerprint) == 0)
      #expect(
        stack.harness.out.hasSuffix(
          "\nApply complete! Resources: 2 added, 0 changed, 0 destroyed.\n"))
      #expect(stack.harness.err.hasPrefix("Applying 2 steps.\nnetworkrule/vpc: creating…\n"))
      #expect(await stack.run("plan", "--detailed-exitcode") == 0)
      #expect(stack.harness.out.contains("\nNo changes. Live state matches the manifests.\n"))
    }
  }

  @Test func driftIsShownAndRepaired() async throws {
    try await SandboxedStack.with { stack in
      #expect(await stack.run("apply", "--auto-approve") == 0)
      #expect(await stack.run("drift") == 0)
      #expect(stack.harness.out.contains("\nNo changes. Live state matches the manifests.\n"))
      #expect(await stack.edit("policy/crypto", "resources=key/*,key/other") == 0)
      #expect(await stack.run("drift") == 2)
      #expect(
        stack.harness.out.contains(
          """

          Live drift that would be reverted:

             ~ policy/crypto [drift] (manifests/policy.yaml:3)
                ~ resources: (manifests/policy.yaml:7)
                    - key/*
                    - key/other
                    + key/key-hzz62f1cb66fa42qo8a01

          """))
      #expect(await stack.run("apply", "--auto-approve") == 0)
      #expect(await stack.run("drift") == 0)
    }
  }

  @Test func anUnexpectedPlanIsStale() async throws {
    try await SandboxedStack.with { stack in
      #expect(await stack.run("apply", "--auto-approve", "--expect", "sha256:00") == 6)
      #expect(stack.harness.err.contains("expected sha256:00"))
      #expect(await stack.run("plan", "--detailed-exitcode") == 2)
    }
  }

  @Test func onlyYesApproves() async throws {
    try await SandboxedStack.with { stack in
      #expect(await stack.run("apply", answer: "y") == 1)
      #expect(stack.harness.err.contains("Only 'yes' will be accepted to approve."))
      #expect(await stack.run("plan", "--detailed-exitcode") == 2)
      #expect(await stack.run("apply", answer: "yes") == 0)
    }
  }

  @Test func aRefusedPlanExitsWith3AndIsNotApplied() async throws {
    try await SandboxedStack.with { stack in
      #expect(await stack.run("apply", "--auto-approve") == 0)
      try stack.harness.write(
        SandboxedStack.policy.replacing(
          "kst-hzz62ee817bvyyr5x0000", with: "kst-hzz65f0aa93cdw1e0001"),
        to: "manifests/policy.yaml")
      #expect(await stack.run("plan") == 3)
      #expect(stack.harness.out.contains("--allow-replace policy/crypto"))
      #expect(await stack.run("apply", "--auto-approve") == 3)
      let status = await stack.run(
        "apply", "--auto-approve", "--allow-replace", "policy/crypto")
      #expect(status == 0)
    }
  }

  @Test func theWrongAccountIsDenied() async throws {
    try await SandboxedStack.with { stack in
      try stack.harness.write(
        CommandHarness.stack.replacing("1192000000000000", with: "42"), to: "kmsctl.yaml")
      #expect(await stack.run("plan") == 4)
      #expect(
        stack.harness.err.contains(
          "is for account 42, but the credentials belong to account 1192000000000000"))
      #expect(await stack.run("whoami") == 4)
    }
  }

  @Test func aWrongSecretIsDenied() async throws {
    try await SandboxedStack.with { stack in
      let wrong = ["ALIBABA_CLOUD_ACCESS_KEY_SECRET": "wrong"]
      #expect(await stack.run("plan", adding: wrong) == 4)
      #expect(stack.harness.out.isEmpty)
    }
  }

  @Test func whatCannotBeReadFailsTheRun() async throws {
    let fault = "fail:status=403,code=Forbidden.NoPermission,operation=DescribePolicy"
    try await SandboxedStack.with(faults: [fault]) { stack in
      #expect(await stack.run("drift") == 4)
      #expect(stack.harness.out.contains("Could not be read, so nothing is known about:"))
      #expect(!stack.harness.out.contains("No changes"))
    }
    let broken = "fail:status=400,code=Forbidden.InstanceState,operation=DescribePolicy"
    try await SandboxedStack.with(faults: [broken]) { stack in
      #expect(await stack.run("drift") == 1)
    }
  }

  @Test func aFailedStepIsToldInFull() async throws {
    let fault = "fail:status=400,code=Rejected.Quota,operation=CreatePolicy"
    try await SandboxedStack.with(faults: [fault]) { stack in
      #expect(await stack.run("apply", "--auto-approve") == 5)
      #expect(stack.harness.out.contains("\nDone (1):\n  create networkrule/vpc\n"))
      #expect(stack.harness.out.contains("\nFailed (1):\n  create policy/crypto: "))
      #expect(
        stack.harness.out.hasSuffix(
          "\nApply failed. Resources: 1 added, 0 changed, 0 destroyed.\n"))
    }
  }

  @Test func aPartialRunSaysSo() async throws {
    try await SandboxedStack.with { stack in
      #expect(await stack.run("plan", "manifests/rule.yaml") == 0)
      #expect(stack.harness.out.contains("\nPARTIAL RUN: only part of the stack was looked at."))
      #expect(stack.harness.out.contains("\nPlan: 1 to add, 0 to change, 0 to destroy.\n"))
    }
  }

  @Test func jsonOwnsStdout() async throws {
    try await SandboxedStack.with { stack in
      #expect(await stack.run("apply", "--auto-approve", "-o", "json") == 0)
      #expect(stack.harness.out.hasPrefix("{\n"))
      #expect(stack.harness.out.contains("\"hasConverged\" : true"))
      #expect(await stack.run("drift", "-o", "json") == 0)
      #expect(stack.harness.out.contains("\"isClean\" : true"))
      #expect(await stack.run("whoami", "-o", "json") == 0)
      #expect(stack.harness.out.contains("\"account\" : \"1192000000000000\""))
    }
  }
}
