import KMSModel
import Planning
import Testing

@Suite struct KeyVerificationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var file: KeyVerification.File = .opened(KeyVerificationTests.certificate())
    var live: KeyVerification.Live = .notAsked("--offline")
    var id = KeyVerificationTests.id
    var expected: String?
    var now: Int64 = 500
    var verdict: KeyVerdict
  }

  private static let id = "KAAP.11111111-2222-4333-8444-555555555555"

  private static func certificate(_ fingerprint: String = "aa") -> KeyCertificate {
    KeyCertificate(
      fingerprint: fingerprint, notBefore: Timestamp(secondsSinceEpoch: 100),
      notAfter: Timestamp(secondsSinceEpoch: 1_000))
  }

  private static func found(
    _ fingerprint: String? = "aa", accessPoint: String = "orders", notAfter: Int64 = 1_000
  ) -> KeyVerification.Live {
    .found(
      LiveClientKey(
        id: id, accessPoint: accessPoint, notBefore: Timestamp(secondsSinceEpoch: 100),
        notAfter: Timestamp(secondsSinceEpoch: notAfter), createTime: nil, certificatePEM: ""),
      fingerprint.map { certificate($0) })
  }

  private static let failed = KeyVerification.Live.failed(
    .init("no answer", nextStep: nil, isDenied: false))

  @Test(arguments: [
    Case(testDescription: "offline and in time", verdict: .good),
    Case(testDescription: "offline and over", now: 1_000, verdict: .expired),
    Case(testDescription: "offline and early", now: 99, verdict: .notYetValid),
    Case(testDescription: "offline, of whatever access point", expected: "other", verdict: .good),
    Case(testDescription: "an id that is none", id: "KAAP.", verdict: .unknown),
    Case(testDescription: "no key file", file: .unusable("is empty"), verdict: .notAKeyFile),
    Case(
      testDescription: "locked, whatever the service says", file: .locked, live: .gone,
      verdict: .wrongPassword),
    Case(testDescription: "online and in time", live: found(), verdict: .good),
    Case(testDescription: "gone, although the dates are fine", live: .gone, verdict: .deleted),
    Case(testDescription: "gone, and over as well", live: .gone, now: 2_000, verdict: .deleted),
    Case(testDescription: "another certificate", live: found("bb"), verdict: .unknown),
    Case(
      testDescription: "F1: a live certificate that could not be read is no other one",
      live: found(nil), verdict: .undecided),
    Case(
      testDescription: "of another access point, certificate or not", live: found(nil),
      expected: "pay", verdict: .otherAccessPoint),
    Case(
      testDescription: "over by the service's dates, certificate or not",
      live: found(nil, notAfter: 400), verdict: .expired),
    Case(testDescription: "the service did not answer", live: failed, verdict: .undecided),
    Case(
      testDescription: "an id that is none, whatever the service says", live: failed, id: "x",
      verdict: .unknown),
    Case(
      testDescription: "a container that this machine cannot open",
      file: .unreadable("needs a cipher"), verdict: .undecided),
    Case(
      testDescription: "the expected access point", live: found(), expected: "orders",
      verdict: .good),
    Case(
      testDescription: "another access point", live: found(), expected: "pay",
      verdict: .otherAccessPoint),
    Case(
      testDescription: "over by the service's dates", live: found(notAfter: 400), verdict: .expired),
  ])
  func verdict(of one: Case) {
    let verification = KeyVerification(
      keyID: one.id, file: one.file, live: one.live, expectedAccessPoint: one.expected,
      now: Timestamp(secondsSinceEpoch: one.now))
    #expect(verification.verdict == one.verdict)
  }
}
