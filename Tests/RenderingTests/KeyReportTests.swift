import Diagnostics
import KMSModel
import Planning
import Rendering
import Testing

@Suite struct KeyReportTests {
  /// Every digest is zero: no jitter, and markers are genuine.
  private static let digest = DigestFunction { _ in [UInt8](repeating: 0, count: 32) }
  private static let owner = Owner(stack: "payments", uid: "7f3c1a")
  private static let now = Timestamp(secondsSinceEpoch: 1_795_564_800)  // 2026-11-25T00:00:00Z
  private static let identity = Plan.StackIdentity(
    name: "payments", uid: "7f3c1a", account: "1192000000000000", region: "cn-hangzhou")

  private static func day(_ days: Int64) -> Timestamp { now.adding(seconds: days * 86_400) }

  private static func key(
    _ digit: Character, _ accessPoint: String, made: Int64, ends: Int64
  ) -> LiveClientKey {
    LiveClientKey(
      id: "KAAP.\(String(repeating: digit, count: 8))-0000-4000-8000-000000000000",
      accessPoint: accessPoint, notBefore: day(made), notAfter: day(ends), createTime: day(made),
      certificatePEM: "")
  }

  private static func accessPoint(
    _ name: String, keys: [RecordedKey]?
  ) -> LiveObject<AccessPointSpec> {
    let marker = keys.map {
      Marker(
        owner: owner, originHash: "00000000", appliedDigest: AppliedDigest(hex: "0000000000000000"),
        keys: $0)
    }
    return LiveObject(
      name: name, arn: "",
      rawDescription: marker.map { MarkerText.describe($0, description: "") } ?? "",
      spec: AccessPointSpec(authenticationMethod: .clientKey, policies: []))
  }

  private static func declared(_ name: String) -> DesiredObject<ClientKeySpec> {
    DesiredObject(
      name: name,
      spec: ClientKeySpec(
        validity: TimeSpan(365, .days), rotation: .standard, password: .standard,
        destinations: [.directory(path: "/x")]),
      place: SourceLocation(file: "a.yaml", line: 1, column: 1))
  }

  private static func board(isWhole: Bool = true, unreadable: [UnreadableObject] = []) -> KeyBoard {
    let record = { (digit: Character, day: Int64) in
      RecordedKey(
        shortID: String(repeating: digit, count: 8), origin: .delivered(at: Self.day(day)))
    }
    let live = LiveState(
      accessPoints: [
        "orders": accessPoint("orders", keys: [record("1", -340), record("2", -10)]),
        "api": accessPoint("api", keys: [record("3", -320)]),
        "batch": accessPoint("batch", keys: []),
        "console": accessPoint("console", keys: nil),
      ],
      clientKeys: [
        "orders": [
          key("1", "orders", made: -340, ends: 25), key("2", "orders", made: -10, ends: 355),
          key("4", "orders", made: -3, ends: 5),
        ],
        "api": [key("3", "api", made: -320, ends: 45)],
        "console": [key("5", "console", made: -400, ends: -35)],
      ], unreadable: unreadable, now: now)
    let desired = DesiredState(
      stack: StackSpec(
        owner: owner, account: identity.account, region: identity.region, manifestPaths: []),
      clientKeys: ["orders", "api", "batch"].reduce(into: [:]) { $0[$1] = declared($1) })
    return KeyBoard(desired: desired, live: live, isWhole: isWhole, digest: digest)
  }

  private static func report(
    _ board: KeyBoard, alarms: [KeyAlarm] = [], isWhole: Bool = false
  ) -> KeyReport {
    KeyReport(board, stack: identity, alarms: alarms, isWhole: isWhole, isSandbox: false)
  }

  @Test func theMostUrgentKeyStandsFirst() {
    #expect(
      Self.report(Self.board(isWhole: false)).text(.plain) == """
        STATE        ACCESS POINT  KEY                                        AGE   NOT AFTER             DAYS LEFT  NEXT ACTION
        missing      batch         -                                          -     -                     -          the next apply issues one
        current      api           KAAP.33333333-0000-4000-8000-000000000000  320d  2027-01-09T00:00:00Z  45 (≤90)   the next apply rotates it
        unrecorded   orders        KAAP.44444444-0000-4000-8000-000000000000  3d    2026-11-30T00:00:00Z  5 (≤7)     look at it: kmsctl never touches it
        overlapping  orders        KAAP.11111111-0000-4000-8000-000000000000  340d  2026-12-20T00:00:00Z  25         retire from 2026-12-15T00:00:00Z
        current      orders        KAAP.22222222-0000-4000-8000-000000000000  10d   2027-11-15T00:00:00Z  355        rotate from 2027-09-16T00:00:00Z

        4 client keys at 2026-11-25T00:00:00Z: 1 due, 1 missing, 1 unrecorded.

        """)
  }

  @Test func theWholeAccountHasOwners() {
    let text = Self.report(Self.board(), isWhole: true).text(.plain)
    #expect(
      text.contains(
        "\nexpired      console       KAAP.55555555-0000-4000-8000-000000000000  400d  "
          + "2026-10-21T00:00:00Z  -35 (≤7)   nobody      -\n"))
  }

  @Test func alarmsAreCounted() throws {
    let alarms = try ["due", "30d"].map { try #require(KeyAlarm(parsing: $0)) }
    let report = Self.report(Self.board(isWhole: false), alarms: alarms)
    #expect(report.isAlarming)
    #expect(
      report.text(.plain).hasSuffix(
        "unrecorded.\nFailing because of 2 rows: --fail-on due,30d\n"))
    #expect(!Self.report(Self.board(), alarms: [.finding(.orphan)]).isAlarming)
  }

  @Test func whatCouldNotBeReadIsNotMissing() {
    let unreadable = UnreadableObject(
      id: ResourceID(.clientKey, "batch"), operation: "ListClientKeys", reason: "denied",
      cause: .missingPermission)
    let board = Self.board(isWhole: false, unreadable: [unreadable])
    #expect(!board.rows.contains { $0.state == .missing })
    // F7: what is not known comes first.
    #expect(
      Self.report(board).text(.plain).hasPrefix(
        """
        Could not be read, so nothing is known about:
          clientkey/batch: ListClientKeys: denied
            next step: allow kms:ListClientKeys to the caller in RAM

        STATE
        """))
    #expect(Self.report(board).text(.plain).contains(" client keys of what could be read, at "))
  }

  @Test func junitHasATestCasePerKey() {
    let rows = Self.board(isWhole: false).where { $0.accessPoint != "orders" }
    #expect(
      Self.report(rows, alarms: [.finding(.due)]).junit
        == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="kmsctl key list" tests="2" failures="1" errors="0">
          <testsuite name="client keys of stack payments" tests="2" failures="1" errors="0" timestamp="2026-11-25T00:00:00Z">
            <testcase classname="batch" name="a key to use"/>
            <testcase classname="api" name="KAAP.33333333-0000-4000-8000-000000000000">
              <failure type="due" message="KAAP.33333333-0000-4000-8000-000000000000 of &apos;api&apos; is current and ends at 2027-01-09T00:00:00Z, 45 days left; the next apply rotates it"/>
            </testcase>
          </testsuite>
        </testsuites>

        """.replacing("&apos;", with: "'"))
  }

  @Test func f6PrometheusHasAbsoluteTimesAndStates() {
    let rows = Self.board(isWhole: false).where { $0.accessPoint != "orders" }
    let labels =
      #"account="1192000000000000",region="cn-hangzhou",access_point="api","#
      + #"key_id="KAAP.33333333-0000-4000-8000-000000000000",state="current""#
    let missing =
      #"account="1192000000000000",region="cn-hangzhou",access_point="batch",state="missing""#
    let expected = """
      # HELP kmsctl_client_key_not_after_seconds When the client key stops being valid.
      # TYPE kmsctl_client_key_not_after_seconds gauge
      kmsctl_client_key_not_after_seconds{LABELS} 1799452800
      # HELP kmsctl_client_key_not_before_seconds When the client key becomes valid.
      # TYPE kmsctl_client_key_not_before_seconds gauge
      kmsctl_client_key_not_before_seconds{LABELS} 1767916800
      # HELP kmsctl_client_key_info What the client key is; always 1. Without a key_id: there is none to use.
      # TYPE kmsctl_client_key_info gauge
      kmsctl_client_key_info{LABELS,owner="this stack"} 1
      kmsctl_client_key_info{MISSING,owner="this stack"} 1
      # HELP kmsctl_client_key_rotation_due_seconds From when on a successor is due.
      # TYPE kmsctl_client_key_rotation_due_seconds gauge
      kmsctl_client_key_rotation_due_seconds{LABELS} 1794268800
      # HELP kmsctl_client_key_findings How many rows of the report have this finding.
      # TYPE kmsctl_client_key_findings gauge
      kmsctl_client_key_findings{stack="payments",finding="due"} 1
      kmsctl_client_key_findings{stack="payments",finding="expired"} 0
      kmsctl_client_key_findings{stack="payments",finding="missing"} 1
      kmsctl_client_key_findings{stack="payments",finding="unrecorded"} 0
      kmsctl_client_key_findings{stack="payments",finding="orphan"} 0
      kmsctl_client_key_findings{stack="payments",finding="pending"} 0
      kmsctl_client_key_findings{stack="payments",finding="retirable"} 0
      kmsctl_client_key_findings{stack="payments",finding="stuck"} 0
      # HELP kmsctl_report_unreadable_objects How many objects could not be read; their keys are unknown.
      # TYPE kmsctl_report_unreadable_objects gauge
      kmsctl_report_unreadable_objects{stack="payments"} 0
      # HELP kmsctl_report_time_seconds When this report was made, by the service's clock.
      # TYPE kmsctl_report_time_seconds gauge
      kmsctl_report_time_seconds{stack="payments"} 1795564800

      """
    #expect(
      Self.report(rows).prometheus
        == expected.replacing("LABELS", with: labels).replacing("MISSING", with: missing))
  }

  @Test func f6OfTheSameAccessPointAStrangersKeyHasAnotherState() {
    let lines = Self.report(Self.board(isWhole: false)).prometheus.split(separator: "\n")
      .filter { $0.hasPrefix("kmsctl_client_key_not_after_seconds") && $0.contains("orders") }
    let states = ["overlapping", "current", "unrecorded"]
    #expect(lines.count == states.count)
    for (line, state) in zip(lines, states) { #expect(line.contains("state=\"\(state)\"")) }
  }

  private static func delivery(_ verdict: KeyDelivery.Verdict, _ found: String) -> KeyDelivery {
    KeyDelivery(
      accessPoint: "orders", keyID: "KAAP.22222222-0000-4000-8000-000000000000",
      places: [
        .init("directory /x", verdict, found), .init("secret y", .yes, "holds it"),
      ])
  }

  @Test func deliveriesHaveAColumnAndTheirDetails() {
    let board = Self.board(isWhole: false).where { $0.accessPoint == "orders" }
      .with(["orders": Self.delivery(.vanished, "is not there")])
    #expect(
      Self.report(board, alarms: [.finding(.vanished)]).text(.plain) == """
        STATE        ACCESS POINT  KEY                                        AGE   NOT AFTER             DAYS LEFT  DELIVERED  NEXT ACTION
        current      orders        KAAP.22222222-0000-4000-8000-000000000000  10d   2027-11-15T00:00:00Z  355        vanished   rotate from 2027-09-16T00:00:00Z
        unrecorded   orders        KAAP.44444444-0000-4000-8000-000000000000  3d    2026-11-30T00:00:00Z  5 (≤7)     -          look at it: kmsctl never touches it
        overlapping  orders        KAAP.11111111-0000-4000-8000-000000000000  340d  2026-12-20T00:00:00Z  25         -          retire from 2026-12-15T00:00:00Z

        Deliveries:
          orders: vanished: directory /x is not there
            next step: to deliver a new key: kmsctl key rotate orders --now

        3 client keys at 2026-11-25T00:00:00Z: 1 unrecorded, 1 vanished.
        Failing because of 1 row: --fail-on vanished

        """)
    #expect(Self.report(board).prometheus.contains(#"finding="vanished"} 1"#))
  }

  @Test func whatCannotBeToldIsNeitherVanishedNorFine() {
    let board = Self.board(isWhole: false).with(
      ["orders": Self.delivery(.cannotTell, "is not of this machine: '/x' is not there")])
    let report = Self.report(board, alarms: [.finding(.vanished)])
    #expect(!report.isAlarming)
    #expect(report.text(.plain).contains("cannot-tell: directory /x is not of this machine"))
    #expect(
      board.rows.first { $0.state == .current && $0.accessPoint == "orders" }?.delivery?
        .verdict == .cannotTell)
  }

  @Test func compromisedKeysAreListedBeforeTheyGo() {
    let rows = Self.board(isWhole: false).where { $0.accessPoint == "orders" }
    #expect(
      CompromiseText(rows).text == """
        warning: --compromised: as soon as the new key is delivered, 2 older keys stop working; whoever has not fetched the new one by then is cut off
          - KAAP.11111111-0000-4000-8000-000000000000 of 'orders', valid until 2026-12-20T00:00:00Z
          - KAAP.22222222-0000-4000-8000-000000000000 of 'orders', valid until 2027-11-15T00:00:00Z
        warning: kmsctl did not deliver these and does not delete them; 'kmsctl key trace ID' names the command that does
          - KAAP.44444444-0000-4000-8000-000000000000 of 'orders', valid until 2026-11-30T00:00:00Z

        """)
  }

  @Test(arguments: ["", "soon", "-1d", "d", "3661d", "due "])
  func otherAlarmsAreNotRead(text: String) {
    #expect(KeyAlarm(parsing: text) == nil)
  }
}
