internal import Applying
internal import Cryptography
internal import KMSModel
internal import Planning
internal import Secrets
internal import Testing

/// Odd answers to an issue: nobody gets the key, it is gone again, and the old one stays.
@Suite struct KeyProofTests {
  /// What is odd about one answer, or about what lists show of the key.
  struct Oddity: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: String
    let change: @Sendable (inout IssuedClientKey, inout LiveClientKey) -> Void

    init(
      _ name: String, _ words: String,
      _ change: @escaping @Sendable (inout IssuedClientKey, inout LiveClientKey) -> Void
    ) {
      testDescription = name
      self.words = words
      self.change = change
    }

    /// A real container in place of the made-up one, and its certificate in the lists.
    init(_ name: String, _ words: String, container: Secret) {
      self.init(name, words) { issued, live in
        issued.privateKeyData = container
        live.certificatePEM = SampleContainer.certificatePEM
      }
    }
  }

  private static func text(_ secret: Secret) -> String { secret.withUnsafeText { $0 } }

  private static let oddContainers = [
    Oddity("empty", "no PKCS#12 container", container: Secret("")),
    Oddity("garbage", "no PKCS#12 container", container: Secret("<html>not a key</html>")),
    Oddity("base64 of garbage", "no PKCS#12 container", container: Secret("Z2FyYmFnZQ==")),
    Oddity(
      "truncated DER", "no PKCS#12 container",
      container: Secret(String(text(SampleContainer.good).prefix(800)))),
    Oddity(
      "bytes behind the container", "no PKCS#12 container",
      container: Secret(
        Base64.encode(
          (Base64.decode(text(SampleContainer.good)) ?? []) + [0, 0, 0]))),
    Oddity(
      "another password", "does not open with its password",
      container: Secret(
        text(
          (try? PKCS12.issue(
            commonName: "x", notBefore: 1_790_000_000, notAfter: 1_890_000_000,
            password: Secret("Another-Password-1")))?.containerBase64 ?? Secret("")))),
    Oddity("no certificate", "no PKCS#12 container", container: SampleContainer.keyAlone),
    Oddity(
      "no private key", "holds no private keys, expected one",
      container: SampleContainer.certificateAlone),
    Oddity(
      "two private keys", "holds 2 private keys, expected one", container: SampleContainer.twoKeys),
    Oddity(
      "another private key", "no certificate that its private key belongs to",
      container: SampleContainer.othersKey),
    Oddity(
      "another key's container", "another one than the service shows",
      container: SampleContainer.another),
  ]

  private static let oddLists = [
    Oddity("another key's certificate in the list", "another one than the service shows") {
      $1.certificatePEM = SampleContainer.certificatePEM
    },
    Oddity("no certificate anywhere", "shows no certificate to compare") { $1.certificatePEM = "" },
  ]

  private static let oddDates = [
    Oddity("another end", "other dates than asked") { issued, live in
      issued.notAfter = issued.notAfter.adding(seconds: 86_400)
      live.notAfter = issued.notAfter
    },
    Oddity("an end that is over", "other dates than asked") { issued, live in
      issued.notAfter = issued.notBefore.adding(seconds: 60)
      live.notAfter = issued.notAfter
    },
    Oddity("another beginning", "other dates than asked") { issued, live in
      issued.notBefore = issued.notBefore.adding(seconds: 730 * 86_400)
      live.notBefore = issued.notBefore
    },
    Oddity("other dates in the answer alone", "other dates than asked") { issued, _ in
      issued.notAfter = issued.notAfter.adding(seconds: 86_400)
    },
  ]

  @Test(
    "A2: a key that is not good is taken back, and nobody got it",
    arguments: oddContainers + oddLists + oddDates)
  func isTakenBack(oddity: Oddity) async {
    let world = World(destinations: ["a", "b"])
    await world.populate()
    await world.store.edit { $0.nextIssue = oddity.change }
    let recorder = Recorder()
    let life = Life()
    let failure = await world.run(await world.plan(), life, recording: recorder)
      .failed.first?.failure
    #expect(failure?.kind == .cameOutDifferent, "\(failure?.message ?? "")")
    #expect(failure?.message.contains(oddity.words) == true, "\(failure?.message ?? "")")
    let calls = await life.log
    #expect(!calls.contains { $0.hasPrefix("stage") || $0.hasPrefix("publish") })
    let state = await world.store.state
    #expect(
      state.keys(of: World.accessPoint).map(\.shortID) == ["aaaaaaaa", "bbbbbbbb"])
    let marker = state.accessPoints[World.accessPoint]?.reading.marker
    #expect(marker?.intent == nil)
    #expect(marker?.keys.map(\.shortID) == ["aaaaaaaa"])
    // The next run is not held up by anything, and the next key is good.
    #expect(await world.run(await world.plan()).isComplete)
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test(
    "A2: what does not speak against a key does not stop it",
    arguments: [
      Oddity("a good one", "", container: SampleContainer.good),
      Oddity("a chain", "", container: SampleContainer.furtherCertificate),
      Oddity(
        "line ends", "",
        container: Secret(text(SampleContainer.good).replacing("\n", with: "\r\n"))),
    ])
  func isDelivered(oddity: Oddity) async {
    let world = World()
    await world.populate()
    await world.store.edit { $0.nextIssue = oddity.change }
    let summary = await world.run(await world.plan())
    #expect(summary.isComplete, "\(summary)")
    #expect(await world.disks["a"]?.current == "KAAP.00000001-0000-4000-8000-000000000001")
  }

  @Test("A7: a key for another decade is delivered to nobody, and the old one stays")
  func anotherDecade() async {
    let world = World()
    await world.populate()
    let plan = await world.plan()
    // The dates are chosen while something in between answers with a time of its own.
    let shift: Int64 = 730 * 86_400
    await world.store.edit { $0.now = $0.now.adding(seconds: shift) }
    await world.store.postpone(4) { $0.now = $0.now.adding(seconds: -shift) }
    let life = Life()
    let failure = await world.run(plan, life).failed.first?.failure
    #expect(failure?.kind == .cameOutDifferent)
    #expect(
      failure?.message.contains("it is valid from 2028-11-17T") == true, "\(failure?.message ?? "")"
    )
    #expect(await world.disks["a"]?.current == nil)
    #expect(await world.disks["a"]?.staged == [])
    #expect(
      await world.store.state.keys(of: World.accessPoint).map(\.shortID)
        == ["aaaaaaaa", "bbbbbbbb"])
  }

  @Test("A2: an answer that names a key that was there before costs nobody that key")
  func anOlderKeysID() async {
    for id in ["KAAP.\(World.predecessorShortID)-0000-4000-8000-000000000000", World.strangerID] {
      let world = World()
      await world.populate()
      // There must be room for another try.
      await world.store.edit {
        $0.maximumKeys = 4
        $0.nextIssue = { issued, _ in issued.id = id }
      }
      let summary = await world.run(await world.plan())
      #expect(summary.isComplete, "\(summary)")
      #expect(await world.problems(mayHavePredecessors: false) == [])
    }
  }

  @Test("A2: an answer that names another access point's key costs nobody that key")
  func anotherAccessPointsID() async {
    let world = World()
    await world.populate()
    await world.store.edit {
      $0.maximumKeys = 4
      $0.nextIssue = { issued, _ in issued.id = "KAAP.cccccccc-0000-4000-8000-000000000000" }
    }
    let summary = await world.run(await world.plan())
    #expect(summary.isComplete, "\(summary)")
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test(
    "A3: an id out of shape reaches no marker, and its key goes by its dates",
    arguments: [
      "../../../etc/x", "current", ".staging-1", "KAAP.00000001\nx", "KAAP.", "",
      "KAAP." + String(repeating: "a", count: 10_000), #"{"a": 1}"#,
    ])
  func anIDOutOfShape(id: String) async {
    let world = World()
    await world.populate()
    await world.store.edit { state in
      state.maximumKeys = 4
      state.nextIssue = { issued, _ in issued.id = id }
    }
    let summary = await world.run(await world.plan())
    #expect(summary.isComplete, "\(summary)")
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }
}
