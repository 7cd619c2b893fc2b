import Testing

@testable import Rendering

@Suite struct RunTargetTests {
  private func target(
    stack: String? = "payments", account: String? = "1192000000000000",
    endpoint: String? = "https://kms.cn-hangzhou.aliyuncs.com/", isUsual: Bool = true
  ) -> RunTarget {
    RunTarget(
      stack: stack, account: account, region: "cn-hangzhou", endpoint: endpoint,
      isUsualEndpoint: isUsual)
  }

  @Test func theRegionsOwnEndpointIsNotWorthAWord() {
    #expect(
      target().phrase == "stack 'payments' (account 1192000000000000, region cn-hangzhou)")
  }

  @Test func anyOtherEndpointIs() {
    #expect(
      target(endpoint: "https://proxy.example/", isUsual: false).heading
        == "Stack 'payments' (account 1192000000000000, region cn-hangzhou, "
        + "endpoint https://proxy.example/)")
  }

  @Test func theSandboxIsNamedAsOne() {
    #expect(
      target(endpoint: nil).phrase
        == "stack 'payments' (account 1192000000000000, region cn-hangzhou, in the sandbox)")
  }

  @Test func withoutAStackThereIsTheRegion() {
    #expect(target(stack: nil, account: nil).phrase == "region cn-hangzhou")
  }

  @Test func aFailureSaysWhereItWas() throws {
    #expect(
      FailureText(style: .plain).render("no", nextStep: "go on", target: target()) == """
        error: no
          next step: go on
          in effect: stack 'payments' (account 1192000000000000, region cn-hangzhou)

        """)
    let json = try FailureJSON().render(
      "no", nextStep: nil, target: target(), exit: ExitNote(code: 1, reason: "error"))
    #expect(json.contains("\"endpoint\" : \"https://kms.cn-hangzhou.aliyuncs.com/\""))
  }

  @Test func aPlanBeginsWithWhereItWouldBeCarriedOut() {
    let text = PlanText(style: .plain, isSandbox: true, target: target(endpoint: nil))
      .render(Sample.plan(isPartial: true))
    #expect(
      text.hasPrefix(
        """
        SANDBOX: this is the built-in sandbox, not Alibaba Cloud. Nothing here is real.
        Stack 'payments' (account 1192000000000000, region cn-hangzhou, in the sandbox)
        PARTIAL RUN: only part of the stack was looked at. Nothing is deleted that was not \
        targeted.

        No changes in what this partial run looked at.
        """))
  }
}
