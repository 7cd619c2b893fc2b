import Cryptography
import KMSModel
import Testing

/// The canonical form, whole: a change of it needs a new digest version.
@Suite struct CanonicalFormTests {
  private static let digest = DigestFunction { Digest.sha256($0) }

  private func digest(of text: String) -> AppliedDigest {
    AppliedDigest(version: 1, hex: String(Self.digest.hex(text).prefix(16)))
  }

  @Test func ofARule() {
    let spec = NetworkRuleSpec(
      type: .privateNetwork,
      sources: [SourceAddress("10.2.0.9/16"), SourceAddress("10.1.0.1/32")])
    #expect(
      SpecDigest.of(spec, description: "prod", using: Self.digest)
        == digest(
          of: """
            kind=11:networkrule
            description=4:prod
            type=7:Private
            sources=8:10.1.0.1,11:10.2.0.0/16

            """))
  }

  @Test func ofAPolicy() {
    let spec = PolicySpec(
      scope: PolicyScope(rawValue: "kst-1"),
      roles: [PolicyRole(shortName: "CryptoServiceKeyUser")], resources: ["secret/b", "key/a"],
      networkAccess: .rules(["vpc", "office"]))
    #expect(
      SpecDigest.of(spec, description: "", using: Self.digest)
        == digest(
          of: """
            kind=6:policy
            description=0:
            scope=5:kst-1
            roles=44:RbacPermission/Template/CryptoServiceKeyUser
            resources=5:key/a,8:secret/b
            networkAccess=11:rule office,8:rule vpc

            """))
  }

  @Test func ofAnAccessPoint() {
    let spec = AccessPointSpec(authenticationMethod: .clientKey, policies: ["b", "a"])
    #expect(
      SpecDigest.of(spec, description: "two\nlines", using: Self.digest)
        == digest(
          of: """
            kind=22:applicationaccesspoint
            description=9:two
            lines
            authenticationMethod=9:ClientKey
            policies=1:a,1:b

            """))
  }

  @Test func everyFieldCounts() {
    let spec = NetworkRuleSpec(type: .privateNetwork, sources: [SourceAddress("10.1.0.0/16")])
    var (other, wider) = (spec, spec)
    other.type = .publicNetwork
    wider.sources.insert(SourceAddress("10.2.0.0/16"))
    let digests = [
      SpecDigest.of(spec, description: "", using: Self.digest),
      SpecDigest.of(spec, description: "x", using: Self.digest),
      SpecDigest.of(other, description: "", using: Self.digest),
      SpecDigest.of(wider, description: "", using: Self.digest),
      SpecDigest.of(
        AccessPointSpec(authenticationMethod: .clientKey, policies: []), description: "",
        using: Self.digest),
    ]
    #expect(Set(digests).count == digests.count)
  }

  @Test func openUnrestrictedAndUnknownAccessDiffer() {
    let digests = [NetworkAccess.unrestricted, .rules([]), .rules(["unrestricted"]), .opaque("x")]
      .map { access in
        SpecDigest.of(
          PolicySpec(
            scope: PolicyScope(rawValue: "kst-1"), roles: [], resources: [], networkAccess: access),
          description: "", using: Self.digest)
      }
    #expect(Set(digests).count == 4)
  }
}
