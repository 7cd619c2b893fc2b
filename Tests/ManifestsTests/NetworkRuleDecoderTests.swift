import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct NetworkRuleDecoderTests {
  static let types = [
    Case(
      "unknown type", rule("type: ①private, allowedSourceIPs: [10.0.0.1]"),
      "error[unknown-value]: 'type' is 'private', expected 'Private', 'Public' or 'VPC'\nnote: did you mean 'Private'?"
    ),
    Case(
      "far type", rule("type: ①Internet, allowedSourceIPs: [10.0.0.1]"),
      "error[unknown-value]: 'type' is 'Internet', expected 'Private', 'Public' or 'VPC'"),
    Case(
      "VPC entries in a Private rule",
      rule("type: Private, allowedSourceIPs: [①{vpcId: vpc-1, ipAddresses: [10.0.0.1]}]"),
      "error[wrong-type]: an entry of 'allowedSourceIPs' is a mapping, expected an address\nnote: 'vpcId' and 'ipAddresses' stand in rules of type 'VPC'"
    ),
    Case(
      "addresses in a VPC rule", rule("type: VPC, allowedSourceIPs: [①10.0.0.1]"),
      "error[wrong-type]: an entry of 'allowedSourceIPs' is a text, expected a mapping"),
    Case(
      "VPC id", rule("type: VPC, allowedSourceIPs: [{vpcId: ①vsw-1, ipAddresses: [10.0.0.1]}]"),
      "error[invalid-vpc]: 'vsw-1' is no VPC id, expected 'vpc-' with lower-case letters and digits after it"
    ),
    Case(
      "no VPC id", rule("type: VPC, allowedSourceIPs: [①{ipAddresses: [10.0.0.1]}]"),
      "error[missing-key]: an entry of 'allowedSourceIPs' has no 'vpcId'"),
  ]

  @Test(arguments: types) func typesDecideTheFormOfEntries(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  static let addresses = [
    ("10.0.0", "it has not four numbers with dots between"),
    ("10.0.0.0.1", "it has not four numbers with dots between"),
    ("10..0.1", "it has not four numbers with dots between"),
    ("/8", "it has not four numbers with dots between"),
    ("10.0.0.256", "'256' is larger than 255"),
    ("10.0.0.99999999999999999999", "'99999999999999999999' is larger than 255"),
    ("10.0.0.01", "'01' has a leading zero"),
    ("10.0.0.1/33", "'33' after '/' is larger than 32"),
    ("10.0.0.1/08", "'08' has a leading zero"),
    ("10.0.0.1/", "there is no number after '/'"),
    ("10.0.0.1/a", "'a' after '/' is no number"),
    ("10.0.0.1/8/9", "it has more than one '/'"),
    ("10.0.0.1-10.0.0.9", "ranges are not possible"),
    ("10.0.*.*", "wildcards are not possible"),
    ("kms.example.com", "it is not made of digits"),
    ("10.0.0.1 ,10.0.0.2", "it holds a blank"),
  ]

  @Test(arguments: addresses) func whatIsNoAddressIsExplained(_ address: String, _ fault: String) {
    expectDiagnostics(
      in: rule("type: Private, allowedSourceIPs: [①'\(address)']"),
      [
        """
        error[invalid-address]: '\(address)' is no IPv4 address or CIDR block: \(fault)
        note: write it as '10.20.0.7' or '10.20.0.0/16'
        """
      ])
  }

  static let meanings = [
    Case(
      "IPv6", rule("type: Private, allowedSourceIPs: [①'2001:db8::/32']"),
      "error[ipv6-address]: '2001:db8::/32' is an IPv6 address, expected IPv4\nnote: the service documents IPv4 addresses and CIDR blocks only"
    ),
    Case(
      "host bits", rule("type: Private, allowedSourceIPs: [①10.20.3.4/16]"),
      "warning[host-bits]: '10.20.3.4/16' has host bits set, it is read as '10.20.0.0/16'\nnote: write '10.20.0.0/16', or one address without '/'"
    ),
    Case(
      "public in Private", rule("type: Private, allowedSourceIPs: [10.0.0.0/8, ①203.0.113.0/24]"),
      "warning[public-address]: '203.0.113.0/24' is not a private address, but the rule is of type 'Private'\nnote: KMS sees private addresses of the VPC on this path"
    ),
    Case(
      "partly public in Private", rule("type: Private, allowedSourceIPs: [①10.0.0.0/7]"),
      "warning[public-address]: '10.0.0.0/7' is not a private address, but the rule is of type 'Private'\nnote: KMS sees private addresses of the VPC on this path"
    ),
    Case(
      "public in VPC",
      rule("type: VPC, allowedSourceIPs: [{vpcId: vpc-1, ipAddresses: [①8.8.8.8]}]"),
      "warning[public-address]: '8.8.8.8' is not a private address, but the rule is of type 'VPC'\nnote: KMS sees private addresses of the VPC on this path"
    ),
    Case(
      "private in Public", rule("type: Public, allowedSourceIPs: [①192.168.0.0/16, 203.0.113.7]"),
      "warning[private-address]: '192.168.0.0/16' is a private address, but the rule is of type 'Public'\nnote: KMS sees the public address on this path: the one of your proxy or NAT gateway"
    ),
    Case(
      "everyone in Public", rule("type: Public, allowedSourceIPs: [①0.0.0.0/0]"),
      "warning[open-to-everyone]: '0.0.0.0/0' allows every address\nnote: name the networks your applications run in, or the proxy they leave through"
    ),
    Case(
      "everyone in Private", rule("type: Private, allowedSourceIPs: [①0.0.0.0/0]"),
      "warning[open-to-everyone]: '0.0.0.0/0' allows every address\nnote: name the networks your applications run in, or the proxy they leave through"
    ),
    Case(
      "twice", rule("type: Private, allowedSourceIPs: [10.0.0.7, 10.1.0.0/16, ①10.0.0.7/32]"),
      "warning[duplicate-address]: '10.0.0.7/32' stands twice in this rule\nnote: m.yaml:4:42: '10.0.0.7' stands here"
    ),
    Case(
      "inside another",
      rule("type: Private, allowedSourceIPs: [①10.0.0.7, 10.0.0.0/24, ①10.0.0.128/25]"),
      "warning[overlapping-address]: '10.0.0.7' is already allowed by '10.0.0.0/24'\nnote: m.yaml:4:52: '10.0.0.0/24' stands here",
      "warning[overlapping-address]: '10.0.0.128/25' is already allowed by '10.0.0.0/24'\nnote: m.yaml:4:52: '10.0.0.0/24' stands here"
    ),
    Case(
      "twice in one VPC",
      rule(
        "type: VPC, allowedSourceIPs: [{vpcId: vpc-1, ipAddresses: [10.0.0.1]}, {vpcId: vpc-2, ipAddresses: [10.0.0.1]}, {vpcId: vpc-1, ipAddresses: [①10.0.0.1]}]"
      ),
      "warning[duplicate-address]: '10.0.0.1' stands twice in this rule\nnote: m.yaml:4:67: '10.0.0.1' stands here"
    ),
  ]

  @Test(arguments: meanings) func addressesAreReadByMeaning(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test func eightHundredAddressesAreTakenAndOneMoreIsNot() {
    let list = (0..<800).map { "10.\($0 / 100).\($0 % 100).1" }.joined(separator: ", ")
    expectDiagnostics(in: rule("type: Private, allowedSourceIPs: [\(list)]"), [])
    expectDiagnostics(
      in: rule("type: Private, allowedSourceIPs: [\(list), ①10.99.0.1, 10.99.0.2]"),
      [
        """
        error[too-many-addresses]: the rule has 802 addresses, expected at most 800
        note: combine addresses to CIDR blocks, or spread them over several rules
        """
      ])
  }

  @Test(arguments: ["cn-hangzhou", "cn-shanghai", "cn-shenzhen", "cn-zhangjiakou"])
  func rulesOfTypeVPCExistInFourRegions(_ region: String) {
    let yaml = rule("type: VPC, allowedSourceIPs: [{vpcId: vpc-1, ipAddresses: [10.0.0.1]}]")
    let stack = exampleStack.replacing("cn-hangzhou", with: region)
    #expect(load(yaml, stack: stack).report.diagnostics == [])
  }

  @Test func rulesOfTypeVPCAreRefusedElsewhere() {
    let yaml = MarkedYAML(
      rule("type: ①VPC, allowedSourceIPs: [{vpcId: vpc-1, ipAddresses: [10.0.0.1]}]"),
      file: "m.yaml")
    let found = load(yaml.text, stack: exampleStack.replacing("hangzhou", with: "beijing"))
      .report.diagnostics
    #expect(
      found.map(text) == [
        """
        error[vpc-region]: rules of type 'VPC' do not exist in region 'cn-beijing'
        note: they exist in cn-hangzhou, cn-shanghai, cn-shenzhen, cn-zhangjiakou
        """
      ])
    #expect(found.map(\.location) == yaml.places)
  }

  @Test func aRuleIsDecodedWhole() throws {
    let yaml = """
      apiVersion: kmsctl.dev/v1
      kind: NetworkRule
      metadata:
        name: vpcs
        description: two networks
      spec:
        type: VPC
        allowedSourceIPs:
          - vpcId: vpc-a1
            ipAddresses: [10.0.0.0/24, 10.0.1.7]
          - {vpcId: vpc-b2, ipAddresses: [10.0.0.0/24]}
      """
    let found = try #require(load(yaml).desired?.networkRules["vpcs"])
    #expect(
      found.spec
        == NetworkRuleSpec(
          type: .vpc,
          sources: [
            SourceAddress("10.0.0.0/24", vpc: "vpc-a1"), SourceAddress("10.0.1.7", vpc: "vpc-a1"),
            SourceAddress("10.0.0.0/24", vpc: "vpc-b2"),
          ]))
    #expect(found.description == "two networks")
    #expect(found.place.description == "m.yaml:4:9")
    #expect(
      found.fieldPlaces.mapValues(\.description) == [
        "type": "m.yaml:7:9", "allowedSourceIPs": "m.yaml:9:5", "description": "m.yaml:5:16",
      ])
  }
}
