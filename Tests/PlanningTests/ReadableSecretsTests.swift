import KMSModel
import Planning
import Testing

/// A client key is not delivered to a secret that a permission policy lets anybody read.
@Suite struct ReadableSecretsTests {
  private static let secret = SecretSpec(
    name: "orders/key", instance: "kst-a", encryptionKey: "key-1")

  private func desired(
    _ policies: [DesiredObject<PolicySpec>] = [], secret: SecretSpec = secret
  ) -> DesiredState {
    var key = Fixture.clientKey
    key.destinations = [DestinationSpec(.secret(secret))]
    return Fixture.desired(
      [], [Fixture.declared("p", Self.policy(["key/*"], [.keyUser]))] + policies,
      [Fixture.declared("a", Fixture.accessPoint(["p"]))], keys: [Fixture.declared("a", key)])
  }

  private static func policy(
    _ resources: Set<String>, _ roles: Set<PolicyRole>, scope: String = "kst-a"
  ) -> PolicySpec {
    PolicySpec(
      scope: PolicyScope(rawValue: scope), roles: roles, resources: resources,
      networkAccess: .unrestricted)
  }

  private func refusals(_ desired: DesiredState, _ live: LiveState) -> [String] {
    let plan = Fixture.planner.plan(desired: desired, live: live)
    #expect(plan.refusals.isEmpty != plan.steps.isEmpty)
    return plan.refusals.map { "\($0.rule.rawValue): \($0.message) | \($0.nextStep)" }
  }

  struct Reader: Sendable, CustomTestStringConvertible {
    var resources: Set<String>
    var roles: Set<PolicyRole>
    var scope = "kst-a"
    var secret = ReadableSecretsTests.secret
    var reads: Bool
    var testDescription: String { "\(resources.sorted()) \(roles) \(scope)" }
  }

  static let readers = [
    Reader(resources: ["secret/*"], roles: [.secretUser], reads: true),
    Reader(resources: ["secret/orders/*"], roles: [.secretUser], reads: true),
    Reader(resources: ["secret/orders/key"], roles: [.secretUser], reads: true),
    Reader(resources: ["secret/orders/key2"], roles: [.secretUser], reads: false),
    Reader(resources: ["secret/billing*"], roles: [.secretUser], reads: false),
    Reader(resources: ["key/*"], roles: [.secretUser], reads: false),
    Reader(resources: ["secret/*"], roles: [.keyUser], reads: false),
    Reader(resources: ["secret/*"], roles: [], reads: false),
    Reader(resources: ["secret/*"], roles: [.secretUser], scope: "kst-b", reads: false),
    Reader(resources: ["secret/*"], roles: [.sharedSecretUser], scope: "shared", reads: true),
    Reader(resources: ["secret/orders/key"], roles: [.sharedSecretUser], scope: "", reads: true),
    Reader(
      resources: ["secret/*"], roles: [.secretUser], scope: "kst-b",
      secret: SecretSpec(name: "orders/key"), reads: true),
    // Words that nobody knows may mean anything.
    Reader(resources: ["secret/*"], roles: [PolicyRole(shortName: "Admin")], reads: true),
    Reader(resources: ["*"], roles: [.secretUser], reads: true),
    Reader(resources: ["secret/o*s/key"], roles: [.secretUser], reads: true),
    Reader(resources: ["acs:kms:cn-hangzhou:1:secret/x"], roles: [.secretUser], reads: true),
  ]

  @Test(arguments: readers) func whatAPolicyReadsDecides(_ reader: Reader) {
    let spec = Self.policy(reader.resources, reader.roles, scope: reader.scope)
    let refusal =
      "readable-secret: clientkey/a would be delivered to secret 'orders/key', which policy "
      + "'reader' may read | narrow policy 'reader' first, in an apply of its own (a QuickAccess "
      + "always reads every secret of its instance: write a Policy instead), or deliver elsewhere"
    let expected = reader.reads ? [refusal] : []
    // A stranger's policy counts like one of ours, and a declared one like a live one.
    let live = Fixture.live([], [Fixture.raw("reader", "", spec)], [])
    #expect(refusals(desired(secret: reader.secret), live) == expected)
    #expect(
      refusals(
        desired([Fixture.declared("reader", spec)], secret: reader.secret), Fixture.live())
        == expected)
  }

  @Test func aKeyThatMayLieThereAlreadyIsSaidToBeReadable() {
    let spec = Self.policy(["secret/*"], [.secretUser])
    var live = Fixture.live([], [Fixture.raw("reader", "", spec)], [])
    live.clientKeys["a"] = [KeyLifecycleTests.key("11111111", ends: 9)]
    let refusal = refusals(desired(), live).first
    #expect(refusal?.contains("may read: a key that lies there already, too |") == true)
    #expect(
      refusal?.hasSuffix(
        "; then replace what could be read: kmsctl key rotate a --compromised") == true)
  }

  @Test func aPolicyThatIsNarrowedInTheSamePlanStillReads() {
    let live = Fixture.live(
      [], [Fixture.owned("reader", Self.policy(["secret/*"], [.secretUser]))], [])
    let narrowed = desired([
      Fixture.declared("reader", Self.policy(["secret/other"], [.secretUser]))
    ])
    #expect(refusals(narrowed, live).count == 1)
  }

  @Test func whatWasNotReadCannotBeExcluded() {
    var live = Fixture.live()
    live.ignored = [ResourceID(.policy, "legacy"), ResourceID(.accessPoint, "x")]
    #expect(
      refusals(desired(), live) == [
        "readable-secret: clientkey/a would be delivered to secret 'orders/key', and it cannot be "
          + "excluded that policy 'legacy' may read it: the stack ignores it | let kmsctl read "
          + "that policy, or deliver elsewhere"
      ])
    live.ignored = []
    live.unreadable = [
      UnreadableObject(
        id: ResourceID(.policy, "dark"), operation: "DescribePolicy", reason: "no answer")
    ]
    #expect(
      refusals(desired(), live).filter { $0.hasPrefix("readable-secret") } == [
        "readable-secret: clientkey/a would be delivered to secret 'orders/key', and it cannot be "
          + "excluded that policy 'dark' may read it: it could not be read | let kmsctl read that "
          + "policy, or deliver elsewhere"
      ])
    // F7: one cause, one line.
    live.unreadable = ["dark", "dim"].map {
      UnreadableObject(
        id: ResourceID(.policy, $0), operation: "DescribePolicy", reason: "no answer")
    }
    #expect(
      refusals(desired(), live).filter { $0.hasPrefix("readable-secret") } == [
        "readable-secret: clientkey/a would be delivered to secret 'orders/key', and it cannot be "
          + "excluded that policies 'dark', 'dim' may read it: they could not be read | let kmsctl "
          + "read them, or deliver elsewhere"
      ])
    live.unreadable = [
      UnreadableObject(id: nil, operation: "ListPolicies", reason: "no answer")
    ]
    #expect(
      refusals(desired(), live).contains {
        $0.contains("some policy may read it: the list of policies could not be read")
      })
  }

  @Test func aDirectoryIsNobodysSecret() {
    let everything = Self.policy(["secret/*"], [.secretUser])
    let desired = Fixture.desired(
      [], [Fixture.declared("p", everything)],
      [Fixture.declared("a", Fixture.accessPoint(["p"]))],
      keys: [Fixture.declared("a", Fixture.clientKey)])
    #expect(refusals(desired, Fixture.live()) == [])
  }
}
