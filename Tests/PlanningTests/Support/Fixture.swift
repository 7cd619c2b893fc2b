import Cryptography
import Diagnostics
import KMSModel
import Planning

/// Small desired and live objects with everything filled in that a test does not care about.
enum Fixture {
  static let digest = DigestFunction { Digest.sha256($0) }
  static let planner = Planner(digest: digest)
  static let owner = Owner(stack: "payments", uid: "7f3c1a")
  static let other = Owner(stack: "billing", uid: "0b5e22")
  static let now = Timestamp(secondsSinceEpoch: 1_790_000_000)
  static let instance = "kst-hzz62ee817bvyyr5x0000"

  static func stack(
    ownership: StackSpec.OwnershipMode = .marker,
    safety: StackSpec.Safety = .init(maximumDeletes: 3, minimumExisting: 100)
  ) -> StackSpec {
    StackSpec(
      owner: owner, account: "1192000000000000", region: "cn-hangzhou",
      manifestPaths: ["manifests/"], ownership: ownership, safety: safety)
  }

  static func place(_ name: String, line: Int = 3) -> SourceLocation {
    SourceLocation(file: "manifests/\(name).yaml", line: line, column: 11)
  }

  static func rule(_ sources: [String], type: NetworkType = .privateNetwork) -> NetworkRuleSpec {
    NetworkRuleSpec(type: type, sources: Set(sources.map { SourceAddress($0) }))
  }

  /// Without rules the policy is unrestricted.
  static func policy(
    _ rules: [String] = [], roles: [String] = ["CryptoServiceKeyUser"],
    resources: Set<String> = ["key/key-1"], scope: String = instance
  ) -> PolicySpec {
    PolicySpec(
      scope: PolicyScope(rawValue: scope), roles: Set(roles.map(PolicyRole.init(shortName:))),
      resources: resources, networkAccess: rules.isEmpty ? .unrestricted : .rules(Set(rules)))
  }

  static func accessPoint(
    _ policies: [String], method: AuthenticationMethod = .clientKey
  ) -> AccessPointSpec {
    AccessPointSpec(authenticationMethod: method, policies: Set(policies))
  }

  static var clientKey: ClientKeySpec {
    ClientKeySpec(
      validity: TimeSpan(365, .days), rotation: .standard, password: .standard,
      destinations: [.directory(path: "/var/lib/app/kms", isEphemeralAccepted: false)])
  }

  static func key(
    _ hex: String, on accessPoint: String, days: Int64 = 200
  ) -> LiveClientKey {
    LiveClientKey(
      id: "KAAP.\(hex)-0000-4000-8000-000000000000", accessPoint: accessPoint,
      notBefore: now.adding(seconds: -86_400), notAfter: now.adding(seconds: days * 86_400),
      createTime: nil, certificatePEM: "")
  }

  static func declared<Spec>(
    _ name: String, _ spec: Spec, description: String = "", adoption: Adoption = .ifEqual,
    isProtected: Bool = false, fields: [String] = []
  ) -> DesiredObject<Spec> {
    DesiredObject(
      name: name, description: description, spec: spec, adoption: adoption,
      isProtected: isProtected, place: place(name),
      fieldPlaces: Dictionary(
        uniqueKeysWithValues: fields.enumerated().map { ($1, place(name, line: 10 + $0)) }))
  }

  static func raw<Spec>(_ name: String, _ description: String, _ spec: Spec) -> LiveObject<Spec> {
    LiveObject(name: name, arn: "acs:kms:::\(name)", rawDescription: description, spec: spec)
  }
}
