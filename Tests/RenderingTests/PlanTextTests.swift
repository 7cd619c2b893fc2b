import KMSModel
import Planning
import Testing

@testable import Rendering

@Suite struct PlanTextTests {
  private func text(_ plan: Plan, purpose: Verdict.Purpose = .plan) -> String {
    PlanText(style: .plain, purpose: purpose).render(plan)
  }

  @Test func emptyPlanSaysSo() {
    #expect(
      text(Sample.plan()) == """
        No changes. Live state matches the manifests.

        Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

        Fingerprint: sha256:0011

        """)
  }

  @Test func creationListsItsFieldsOnce() throws {
    let change = Change(
      id: try Sample.id("networkrule/vpc"), action: .create, origin: .missing, group: .change,
      fields: [
        FieldChange("type", .single(before: nil, after: "Private"), place: Sample.place(5)),
        FieldChange(
          "allowedSourceIPs", .set(added: ["10.20.0.0/16", "10.30.0.7"], removed: [], kept: []),
          place: Sample.place(6)),
      ], place: Sample.place(3), steps: [0])
    let steps = [
      Step(id: 0, change: change.id, operation: .createNetworkRule(Sample.ruleTarget("vpc")))
    ]
    #expect(
      text(Sample.plan([change], steps: steps)) == """
        This change:

           + networkrule/vpc [missing] (manifests/payments.yaml:3)
              + type: "Private"
              + allowedSourceIPs:
                  + 10.20.0.0/16
                  + 10.30.0.7

        Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

        Plan: 1 to add, 0 to change, 0 to destroy.
        Fingerprint: sha256:0011

        """)
  }

  @Test func updateShowsChangedFieldsWithTheirPlaces() throws {
    let change = Change(
      id: try Sample.id("policy/orders"), action: .update, origin: .git, group: .change,
      fields: [
        FieldChange(
          "description", .single(before: "old \u{1b}[31m", after: "new \"words\""),
          place: Sample.place(12)),
        FieldChange(
          "roles",
          .set(
            added: ["CryptoServiceSecretUser"], removed: ["CryptoServiceKeyUser"],
            kept: ["SecretUser"]), place: Sample.place(15)),
        FieldChange("resources", .set(added: [], removed: ["key/a"], kept: [])),
      ], widenings: ["role CryptoServiceSecretUser comes"], place: Sample.place(10), steps: [0])
    let steps = [
      Step(id: 0, change: change.id, operation: .updatePolicy(Sample.policyUpdate("orders")))
    ]
    #expect(
      text(Sample.plan([change], steps: steps)) == """
        This change:

           ~ policy/orders [git] (manifests/payments.yaml:10)
              ~ description: "old \\u{1b}[31m" -> "new \\"words\\"" (manifests/payments.yaml:12)
              ~ roles: (manifests/payments.yaml:15)
                  - CryptoServiceKeyUser
                  + CryptoServiceSecretUser
                    (1 unchanged)
              - resources:
                  - key/a
              ! widens access: role CryptoServiceSecretUser comes

        Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

        Plan: 0 to add, 1 to change, 0 to destroy.
        Fingerprint: sha256:0011

        """)
  }

  @Test func deletionListsTheKeysThatDie() throws {
    let change = Change(
      id: try Sample.id("aap/old"), action: .delete, origin: .git, group: .change,
      reason: "no manifest declares it any more",
      dyingKeys: [
        DyingKey(
          id: "KAAP.11111111-0000", notAfter: Timestamp(secondsSinceEpoch: 1_800_000_000),
          isRecorded: true),
        DyingKey(
          id: "KAAP.22222222-0000", notAfter: Timestamp(secondsSinceEpoch: 1_900_000_000),
          isRecorded: false),
      ])
    let refusal = Refusal(
      .deletionNotAllowed, change.id, "deleting it ends 2 client keys, 1 of them not recorded",
      nextStep: "--allow-delete aap/old")
    #expect(
      text(Sample.plan([change], refusals: [refusal])) == """
        This change:

           - applicationaccesspoint/old will be destroyed [git]
              # no manifest declares it any more
              ! 2 client keys will stop working at once:
                  - KAAP.11111111-0000 valid until 2027-01-15T08:00:00Z, recorded
                  - KAAP.22222222-0000 valid until 2030-03-17T17:46:40Z, not recorded, somebody else may use it

        Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

        Refused for 1 reason. This plan cannot be applied:
          1. aap/old: deleting it ends 2 client keys, 1 of them not recorded [deletion-not-allowed]
             next step: --allow-delete aap/old

        Plan: 0 to add, 0 to change, 1 to destroy.
        Fingerprint: sha256:0011

        """)
  }

  @Test func replacementListsItsSteps() throws {
    let change = Change(
      id: try Sample.id("networkrule/vpc"), action: .replace, origin: .git, group: .change,
      fields: [FieldChange("type", .single(before: "Private", after: "Public"))],
      reason: "type cannot be changed in place", place: Sample.place(3), steps: [0, 1, 2, 3])
    let old = Step.Deletion(
      id: change.id, rawDescription: "",
      spec: .networkRule(NetworkRuleSpec(type: .privateNetwork, sources: [])))
    let steps = [
      Step(
        id: 0, change: change.id,
        operation: .createNetworkRule(Sample.ruleTarget("vpc.kmsctl-1a2b", isStandIn: true))),
      Step(
        id: 1, change: change.id, operation: .updatePolicy(Sample.policyUpdate("orders")),
        dependsOn: [0]),
      Step(id: 2, change: change.id, operation: .delete(old), dependsOn: [1]),
      Step(
        id: 3, change: change.id,
        operation: .createNetworkRule(Sample.ruleTarget("vpc", type: .publicNetwork)),
        dependsOn: [2]),
    ]
    #expect(
      text(Sample.plan([change], steps: steps)) == """
        This change:

         -/+ networkrule/vpc must be replaced [git] (manifests/payments.yaml:3)
              # type cannot be changed in place
              ~ type: "Private" -> "Public"
              # wire form inferred: the service does not document how type Public is sent
              in these steps:
                  1. create networkrule/vpc.kmsctl-1a2b, a stand-in with the old content
                  2. update policy/orders
                  3. delete networkrule/vpc
                  4. create networkrule/vpc

        Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

        Plan: 1 to add, 0 to change, 1 to destroy.
        Fingerprint: sha256:0011

        """)
  }

  @Test func groupsStandApart() throws {
    let step = { (id: Int, change: ResourceID) in
      Step(id: id, change: change, operation: .issueClientKey(Sample.issue(change.name)))
    }
    let drift = Change(
      id: try Sample.id("policy/orders"), action: .update, origin: .drift, group: .drift,
      fields: [FieldChange("resources", .set(added: [], removed: ["key/*"], kept: ["key/a"]))])
    let rotation = Change(
      id: try Sample.id("clientkey/api"), action: .create, origin: .unknown, group: .scheduled,
      reason: "the key KAAP.1111 ends on 2027-01-15", steps: [0])
    let marker = Change(
      id: try Sample.id("aap/api"), action: .markerOnly, origin: .git, group: .bookkeeping)
    let adopted = Change(
      id: try Sample.id("policy/found"), action: .adopt, origin: .adopt, group: .change)
    let moved = Change(
      id: try Sample.id("policy/moved"), action: .move, origin: .both, group: .change)
    #expect(
      text(
        Sample.plan([adopted, moved, drift, rotation, marker], steps: [step(0, rotation.id)]))
          == """
          This change:

             ~ policy/found will be adopted [adopt]

             ~ policy/moved moves to this stack [both]

          Live drift that would be reverted:

             ~ policy/orders [drift]
                ~ resources:
                    - key/*
                      (1 unchanged)

          Scheduled (caused by the clock alone):

             + clientkey/api [unknown]
                # the key KAAP.1111 ends on 2027-01-15

          Bookkeeping (not counted as changes):

             ~ 1 marker to bring up to date: aap/api

          Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

          Plan: 1 to add, 3 to change, 0 to destroy.
          The fingerprint leaves out what the clock alone causes.
          Fingerprint: sha256:0011

          """)
  }

  @Test func partialRunsAndTheSandboxHaveBanners() {
    let plan = Sample.plan(isPartial: true)
    #expect(
      PlanText(style: .plain, isSandbox: true).render(plan) == """
        SANDBOX: this is the built-in sandbox, not Alibaba Cloud. Nothing here is real.
        PARTIAL RUN: only part of the stack was looked at. Nothing is deleted that was not targeted.

        No changes in what this partial run looked at. The rest of the stack was not compared.

        Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

        Fingerprint: sha256:0011

        """)
  }

  @Test func coverageListsNamesOnlyWhenAsked() throws {
    let coverage = Coverage(
      checked: 9,
      unreadable: [
        UnreadableObject(
          id: try Sample.id("aap/api"), operation: "DescribeApplicationAccessPoint",
          reason: "Forbidden.NoPermission", cause: .missingPermission)
      ],
      ignored: [try Sample.id("policy/legacy-1")],
      leftAlone: [
        .init(id: try Sample.id("networkrule/theirs"), reason: .unmanaged),
        .init(
          id: try Sample.id("policy/theirs"),
          reason: .owned(by: Owner(stack: "billing", uid: "abc123"))),
        .init(id: try Sample.id("policy/torn"), reason: .damaged("the marker is cut off")),
        .init(id: try Sample.id("clientkey/api"), reason: .unrecordedKey, keyID: "KAAP.9"),
      ])
    let plan = Sample.plan(
      warnings: [
        PlanWarning(try Sample.id("policy/orders"), "the instance kst-1 is not Connected")
      ],
      coverage: coverage)
    #expect(
      text(plan).contains(
        "\nChecked 9 live objects: 1 unreadable, 1 ignored, 4 left alone. (--show-unmanaged lists them)\n"
      ))
    #expect(
      PlanText(style: .plain, showsUnmanaged: true).render(plan) == """
        Warning: policy/orders: the instance kst-1 is not Connected

        Could not be read, so nothing is known about:
          ? aap/api: DescribeApplicationAccessPoint: Forbidden.NoPermission
            next step: allow kms:DescribeApplicationAccessPoint to the caller in RAM

        Checked 9 live objects: 1 unreadable, 1 ignored, 4 left alone.
          . policy/legacy-1: ignored by the stack
          . networkrule/theirs: nobody's marker is on it
          . policy/theirs: owned by stack billing (abc123)
          . policy/torn: damaged marker: the marker is cut off
          . clientkey/api: client key KAAP.9 is not recorded by this stack

        Fingerprint: sha256:0011

        """)
  }

  private static func strange(ended: Bool = false) -> UnknownKey {
    let now = Timestamp(secondsSinceEpoch: 1_795_564_800)
    return UnknownKey(
      LiveClientKey(
        id: "KAAP.44444444-0000-4000-8000-000000000000", accessPoint: "api",
        notBefore: now.adding(seconds: -86_400),
        notAfter: now.adding(seconds: ended ? -60 : 86_400),
        createTime: now.adding(seconds: -3_600), certificatePEM: ""),
      region: "cn-hangzhou", now: now)
  }

  @Test func f5AKeyOfUnknownOriginIsShownWithBothWaysOut() {
    let plan = Sample.plan(unknownKeys: [Self.strange()])
    let rest = """

      Client keys of unknown origin on this stack's access points (drift; no apply touches them):

         ? KAAP.44444444-0000-4000-8000-000000000000 on aap/api
            made at 2026-11-24T23:00:00Z, valid from 2026-11-24T00:00:00Z, until 2026-11-26T00:00:00Z
            no marker records it: made by hand, by another program, or its record was lost
            either delete it where it was made: aliyun kms DeleteClientKey --ClientKeyId KAAP.44444444-0000-4000-8000-000000000000 --region cn-hangzhou
            or accept it in kmsctl.yaml, reviewed: spec.external: [clientkey/KAAP.44444444-0000-4000-8000-000000000000]

      Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

      Fingerprint: sha256:0011

      """
    let (plain, drift) = (text(plan), text(plan, purpose: .drift))
    #expect(
      plain
        == "No changes to make, but 1 client key of unknown origin is on this stack's access points.\n"
        + rest)
    #expect(
      drift
        == "Nothing else differs, but 1 client key of unknown origin is on this stack's access "
        + "points.\n" + rest)
    #expect(
      text(Sample.plan(unknownKeys: [Self.strange(ended: true)])).contains(", ended at 2026-"))
  }

  @Test func f5OneValueDecidesHeadlineAndStatusOfUnknownKeys() {
    let plan = Sample.plan(unknownKeys: [Self.strange(), Self.strange()])
    for purpose in [Verdict.Purpose.plan, .drift, .apply] {
      let verdict = Verdict(plan, for: purpose)
      #expect(!verdict.isClean)
      #expect(verdict.differs == (purpose == .drift))
      #expect(verdict.headline?.contains("2 client keys of unknown origin are") == true)
      #expect(verdict.headline?.contains("Live state matches") == false)
    }
  }

  @Test func anApplyThatFindsNothingToDoSaysWhatVanished() {
    let lost = KeyDelivery(
      accessPoint: "api", keyID: "KAAP.1",
      places: [.init("directory /x", .vanished, "is not there")])
    let text = PlanText(style: .plain, purpose: .apply).render(
      Sample.plan(), lostDeliveries: [lost])
    #expect(
      text.hasPrefix(
        "No changes to make, but the delivered files of 1 client key in use are gone or changed.\n")
    )
    #expect(
      LostDeliveriesText().render([lost]) == """
        error: clientkey/api: directory /x is not there; it was to hold client key KAAP.1, which is in use
          next step: to deliver a new key: kmsctl key rotate api --now

        """)
  }

  @Test func driftIsCleanWhenOnlyTheClockHasWork() throws {
    let rotation = Change(
      id: try Sample.id("clientkey/api"), action: .create, origin: .unknown, group: .scheduled,
      steps: [0])
    let plan = Sample.plan(
      [rotation],
      steps: [Step(id: 0, change: rotation.id, operation: .issueClientKey(Sample.issue("api")))])
    #expect(Verdict(plan, for: .drift).isClean)
    #expect(!Verdict(plan, for: .plan).isClean)
    #expect(
      text(plan, purpose: .drift) == """
        No changes. Live state matches the manifests.

        Scheduled (caused by the clock alone):

           + clientkey/api [unknown]

        Checked 4 live objects: 0 unreadable, 0 ignored, 0 left alone.

        Plan: 1 to add, 0 to change, 0 to destroy.
        The fingerprint leaves out what the clock alone causes.
        Fingerprint: sha256:0011

        """)
  }

  @Test func nothingIsCleanThatCouldNotBeRead() {
    let unread = UnreadableObject(id: nil, operation: "ListPolicies", reason: "time-out")
    let plan = Sample.plan(coverage: Coverage(unreadable: [unread]))
    #expect(!Verdict(plan, for: .plan).isClean)
    #expect(!Verdict(plan, for: .drift).isClean)
    #expect(!text(plan).contains("No changes"))
  }

  @Test func colourOnlyWrapsWords() throws {
    let refusal = Refusal(
      .tooManyDeletes, nil, "4 deletions, 3 allowed", nextStep: "raise safety.maxDeletes")
    let plan = Sample.plan(refusals: [refusal])
    let coloured = PlanText(style: Style(isColoured: true, width: 80)).render(plan)
    let stripped = coloured.replacing(try Regex("\u{1b}\\[[0-9;]*m"), with: "")
    #expect(coloured.contains("\u{1b}[1;31mRefused for 1 reason."))
    #expect(stripped == text(plan))
  }
}
