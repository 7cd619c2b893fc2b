import KMSModel
import Planning
import Testing

/// F7: the next step follows from what failed, not from what was called.
@Suite struct FailureAdviceTests {
  private func step(
    _ cause: FailureCause, _ moment: FailureAdvice.Moment, _ operation: String = "DescribePolicy"
  ) -> String? {
    FailureAdvice(KMSFailure(cause: cause, operation: operation, message: "x")).nextStep(moment)
  }

  @Test("F7: every cause has a next step", arguments: FailureCause.allCases)
  func everyCauseHasANextStep(cause: FailureCause) {
    for moment in FailureAdvice.Moment.allCases
    where cause != .interrupted || moment == .writing {
      #expect(step(cause, moment)?.isEmpty == false)
    }
  }

  @Test("F7: whoami never points to itself", arguments: FailureCause.allCases)
  func whoamiNeverPointsToItself(cause: FailureCause) {
    #expect(step(cause, .identifying)?.contains("whoami") != true)
  }

  @Test("F7: only a denial speaks of permissions", arguments: FailureCause.allCases)
  func onlyADenialSpeaksOfPermissions(cause: FailureCause) {
    let isDenial = cause == .missingPermission || cause == .forbidden
    #expect(
      step(cause, .reading)?.contains("kms:DescribePolicy")
        == (cause == .interrupted ? nil : isDenial))
  }

  @Test("F7: the action is the product's that was called")
  func theActionIsTheProducts() {
    #expect(
      step(.missingPermission, .identifying, "GetCallerIdentity")
        == "allow sts:GetCallerIdentity to the caller in RAM")
    var failure = KMSFailure(cause: .missingPermission, operation: "CreateSecret", message: "x")
    failure.deniedAction = "ram:PassRole"
    #expect(
      FailureAdvice(failure).nextStep(.reading) == "allow ram:PassRole to the caller in RAM")
  }

  @Test("F7: what mends itself is tried again, the rest is mended first")
  func whatMendsItselfIsTriedAgain() {
    #expect(
      step(.throttled, .writing)
        == "run 'kmsctl apply' again in some minutes: it continues where this one stopped, and see"
        + " who else calls the service so often")
    #expect(
      step(.debt, .writing)
        == "pay what the account owes; then run 'kmsctl apply' again: it continues where this one"
        + " stopped")
  }
}

@Suite struct UnreadableGroupTests {
  private func object(
    _ number: Int, _ failure: FailureCause, by operation: String = "DescribePolicy",
    code: String? = nil
  ) -> UnreadableObject {
    UnreadableObject(
      ResourceID(operation == "ListClientKeys" ? .clientKey : .policy, "p\(number)"),
      KMSFailure(
        cause: failure, operation: operation, code: code, message: "after \(number) ms"))
  }

  @Test("F7: thirty objects of a dead server are one line")
  func thirtyObjectsOfADeadServerAreOneLine() {
    let objects = (10..<25).flatMap {
      [object($0, .refusedConnection), object($0, .refusedConnection, by: "ListClientKeys")]
    }
    let groups = UnreadableGroup.groups(objects)
    #expect(groups.map(\.objects.count) == [30])
    #expect(
      groups.map(\.message) == [
        "30 live objects (policy/p10, policy/p11, policy/p12 and 27 more) could not be read: "
          + "DescribePolicy, ListClientKeys: after 10 ms"
      ])
  }

  @Test func whatOneStepMendsIsPutTogether() {
    let groups = UnreadableGroup.groups([
      object(1, .missingPermission), object(2, .missingPermission),
      object(3, .missingPermission, by: "ListClientKeys"),
      object(4, .debt, code: "Forbidden.InDebt"),
      object(5, .debt, by: "ListClientKeys", code: "Forbidden.InDebt"),
    ])
    #expect(
      groups.map { "\($0.subject) | \($0.nextStep)" } == [
        "2 live objects (policy/p1, policy/p2) | allow kms:DescribePolicy to the caller in RAM",
        "2 live objects (policy/p4, clientkey/p5) | pay what the account owes",
        "clientkey/p3 | allow kms:ListClientKeys to the caller in RAM",
      ])
  }

  @Test("F7: the call's name stands there once")
  func theCallsNameStandsThereOnce() {
    let group = UnreadableGroup.groups([object(7, .serviceFault, code: "InternalFailure")])
    #expect(
      group.map(\.message) == [
        "policy/p7 could not be read: DescribePolicy: InternalFailure: after 7 ms"
      ])
  }
}
