import KMSModel
import Testing

@testable import KMSCommands

/// F4: what names another region than the stack's is refused before anything is opened.
@Suite struct RegionChoiceTests {
  private static let key = "KAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912"

  @Test(arguments: [
    ["plan"], ["apply", "--auto-approve"], ["drift"], ["whoami"], ["key", "list"],
    ["key", "trace", key], ["key", "orphans"], ["sdk-config", "a"],
    ["key", "rotate", "--due", "--auto-approve"], ["plan", "--sandbox"],
  ])
  func f4AnotherRegionIsRefused(arguments: [String]) async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    #expect(await harness.run(arguments + ["--region", "cn-shanghai"]) == 64)
    #expect(
      harness.err == """
        error: --region is 'cn-shanghai', but stack 'payments' is for 'cn-hangzhou' \
        (kmsctl.yaml:6:11)
          next step: leave --region out, or choose the stack of cn-shanghai with -C or --stack \
        ('-C /': none)

        """)
    #expect(await harness.run(arguments, environment: ["KMSCTL_REGION": "cn-shanghai"]) == 64)
    #expect(harness.err.contains("error: KMSCTL_REGION is 'cn-shanghai', but stack 'payments'"))
  }

  @Test func f4AlsoWhenTheManifestsAreInvalid() async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    try harness.write("kind: Nonsense", to: "manifests/bad.yaml")
    #expect(await harness.run("whoami", "--region", "cn-shanghai") == 64)
  }

  @Test(arguments: [
    ("https://kms.cn-shanghai.aliyuncs.com", ["cn-shanghai"]),
    ("kms-vpc.cn-shanghai.aliyuncs.com:8443", ["cn-shanghai"]),
    ("https://kms.xx-nowhere-9.aliyuncs.com", ["xx-nowhere-9"]),
    ("https://a.cn-shanghai.example.org", ["cn-shanghai"]),
    ("https://kst-x.cryptoservice.kms.aliyuncs.com", []), ("https://kms.example.org", []),
    ("http://127.0.0.1:8080", []), ("https://kms-vpc.aliyuncs.com", []),
    ("https://us-proxy.corp.example", []),
  ])
  func aHostNamesItsRegion(url: String, regions: [String]) throws {
    let rest = url.split(separator: "://").last.map(String.init) ?? url
    let host = rest.split(separator: ":").first.map(String.init) ?? rest
    #expect(EndpointRegion.names(in: host).sorted() == regions)
  }

  @Test(
    arguments: [
      (["--endpoint", "https://kms.cn-shanghai.aliyuncs.com"], [:], "--endpoint"),
      ([], ["KMSCTL_ENDPOINT": "https://kms.cn-shanghai.aliyuncs.com"], "KMSCTL_ENDPOINT"),
      (
        [], ["ALIBABA_CLOUD_ENDPOINT": "https://kms.cn-shanghai.aliyuncs.com"],
        "ALIBABA_CLOUD_ENDPOINT"
      ),
    ] as [([String], [String: String], String)])
  func f4AHostOfAnotherRegionIsRefused(
    flags: [String], environment: [String: String], source: String
  ) async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    #expect(await harness.run(["plan"] + flags, environment: environment) == 64)
    #expect(
      harness.err.hasPrefix(
        "error: \(source) is 'https://kms.cn-shanghai.aliyuncs.com', a host of 'cn-shanghai', but "
          + "kmsctl.yaml:6:11 says 'cn-hangzhou'\n"))
  }

  @Test func f4OtherPeoplesRegionsDoNotRedirect() async throws {
    try await SandboxedStack.with { stack in
      #expect(await stack.run("plan", adding: ["ALIBABA_CLOUD_REGION_ID": "cn-shanghai"]) == 0)
      #expect(stack.harness.out.contains("region cn-hangzhou, endpoint http://127.0.0.1:"))
    }
  }

  @Test func somethingThatIsNoRegionIsSaid() async throws {
    let harness = try CommandHarness()
    #expect(await harness.run("whoami", "--region", "Hangzhou!") == 64)
    #expect(
      harness.err
        == "error: --region is 'Hangzhou!', expected a region such as 'cn-hangzhou'\n")
  }
}
