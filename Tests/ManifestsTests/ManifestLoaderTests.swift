import Diagnostics
import FoundationEssentials
import KMSModel
import Manifests
import Testing

@Suite(.timeLimit(.minutes(10))) struct ManifestLoaderTests {
  @Test func theFixturesGiveTheirState() throws {
    let root = "\(PackageRoot.path)/Tests/ManifestsTests/Fixtures"
    let loaded = ManifestLoader.load(stackFile: "\(root)/kmsctl.yaml")
    #expect(loaded.report.diagnostics.map(text) == [])
    let desired = try #require(loaded.desired)
    #expect(desired.networkRules.keys.sorted() == ["cluster", "proxy", "two-vpcs"])
    #expect(
      desired.policies.keys.sorted() == ["batch", "everything", "gateway-secrets", "orders-crypto"])
    #expect(desired.accessPoints.keys.sorted() == ["batch", "orders", "reports"])
    #expect(desired.clientKeys.keys.sorted() == ["batch", "orders", "reports"])
    #expect(
      desired.networkRules["two-vpcs"]?.description
        == "Build machines of both teams.\nAsked for in ticket 4711.")
    #expect(desired.policies["gateway-secrets"]?.adoption == .fromStack("older"))
    #expect(!desired.isPartial)
    #expect(
      loaded.documentCounts == [
        .stack: 1, .networkRule: 3, .policy: 3, .accessPoint: 2, .clientKey: 1, .quickAccess: 1,
      ])
  }

  @Test func theExampleOrganisationIsValid() throws {
    let stack = "\(PackageRoot.path)/kmsctl.yaml"
    guard FileManager.default.fileExists(atPath: stack) else { return }
    let loaded = ManifestLoader.load(stackFile: stack)
    #expect(loaded.report.diagnostics.map(text) == [])
    #expect(loaded.desired != nil)
  }

  @Test func problemsOfAllFilesAreReportedAtOnceInOrder() {
    let found = load(
      files: [
        "b.yaml": rule("type: Private, allowedSourceIPs: [10.0.0.256]", name: "b"),
        "a.yaml": "a: [\n",
        "c/d.yaml": rule("type: Private", name: "b") + "---\n" + rule("type: private"),
      ], stack: exampleStack.replacing("cn-hangzhou", with: "X")
    ).report.diagnostics
    #expect(
      found.map { "\($0.location.map(\.description) ?? "-") \($0.code.rawValue)" } == [
        "a.yaml:2:1 yaml-syntax", "b.yaml:4:42 invalid-address", "c/d.yaml:3:18 duplicate-name",
        "c/d.yaml:4:7 missing-key", "c/d.yaml:9:7 missing-key", "c/d.yaml:9:14 unknown-value",
        "kmsctl.yaml:4:45 invalid-region",
      ])
  }

  @Test func lineEndsAndAByteOrderMarkChangeNothing() {
    let yaml = rule("type: Private, allowedSourceIPs: [10.0.0.1]") + "---\n" + keyPolicy("p")
    let plain = load(yaml).desired
    let other = load("\u{FEFF}" + yaml.replacing("\n", with: "\r\n")).desired
    #expect(plain != nil)
    #expect(other?.networkRules == plain?.networkRules)
    #expect(other?.policies == plain?.policies)
  }

  @Test func messagesHoldNoControlCharactersAndEnd() {
    let long = String(repeating: "x", count: 10_000)
    let found = load(
      rule("type: \"\\e[2J\\n\\u202e\", allowedSourceIPs: [\(long)]")
    ).report.diagnostics
    #expect(
      found.map(\.message).first
        == "'type' is '\\u{1b}[2J\\n\\u{202e}', expected 'Private', 'Public' or 'VPC'")
    #expect(found.map(\.message.count).last == 601)
  }

  @Test func warningsAloneStillGiveAState() {
    let loaded = load(rule("type: Private, allowedSourceIPs: [10.0.0.1/24]"))
    #expect(loaded.report.diagnostics.map(\.code) == ["host-bits"])
    #expect(
      loaded.desired?.networkRules["a"]?.spec.sources
        == [SourceAddress(range: .block(IPv4Block(network: 0x0A00_0000, prefixLength: 24)))])
  }

  @Test func aProblemBehindAnAliasIsReportedOnce() {
    let yaml = """
      apiVersion: kmsctl.dev/v1
      kind: NetworkRule
      metadata: {name: a}
      spec:
        type: VPC
        allowedSourceIPs:
          - {vpcId: vpc-1, ipAddresses: &list [①10.0.0.300]}
          - {vpcId: vpc-2, ipAddresses: *list}
      """
    expectDiagnostics(
      in: yaml,
      [
        """
        error[invalid-address]: '10.0.0.300' is no IPv4 address or CIDR block: \
        '300' is larger than 255
        note: write it as '10.20.0.7' or '10.20.0.0/16'
        """
      ])
  }

  @Test func anAccessPointAndItsKeyAreSelectedTogether() {
    let files = [
      "aap.yaml": accessPoint("policies: [p]") + "---\n" + keyPolicy("p"),
      "key.yaml": document("ClientKey", delivery),
    ]
    for file in files.keys {
      let desired = load(files: files, selecting: [file]).desired
      #expect(desired?.accessPoints.keys.sorted() == ["a"])
      #expect(desired?.clientKeys.keys.sorted() == ["a"])
      #expect(desired?.policies.count == (file == "aap.yaml" ? 1 : 0))
      #expect(desired?.isPartial == true)
    }
  }

  @Test func aClientKeyOfAnAccessPointWithARAMRoleIsRefused() {
    let found = load(
      accessPoint("authenticationMethod: RAMRole, policies: [p]") + "---\n" + keyPolicy("p")
        + "---\n" + document("ClientKey", delivery)
    ).report.diagnostics
    #expect(
      found.map { "\($0.location.map(\.description) ?? "-"): \(text($0))" } == [
        """
        m.yaml:4:30: error[ram-role]: authenticationMethod 'RAMRole' is reserved until its form at \
        the service is known
        note: use 'ClientKey', or leave such access points to the console with 'spec.ignore'
        """,
        """
        m.yaml:13:18: error[ram-role]: an access point with a RAM role has no client key
        note: m.yaml:3:18: the access point is declared here
        """,
      ])
  }

  @Test func fourThousandObjectsLoadWithoutQuadraticWork() {
    var files: [String: String] = [:]
    for index in 0..<100 {
      files["\(index).yaml"] = (0..<10).map { number in
        let name = "app-\(index)-\(number)"
        return [
          rule("type: Private, allowedSourceIPs: [10.\(index).\(number).0/24]", name: name),
          policy(
            "scope: kst-1, roles: [CryptoServiceKeyUser], resources: [key/*],"
              + " networkRules: [\(name)]", name: name),
          accessPoint(
            "policies: [\(name)], clientKey: {deliverTo: [{directory: {path: /k/\(name)}}]}",
            name: name),
        ].joined(separator: "---\n")
      }.joined(separator: "---\n")
    }
    let loaded = load(files: files)
    #expect(loaded.report.diagnostics.isEmpty)
    #expect(loaded.desired?.clientKeys.count == 1000)
  }
}
