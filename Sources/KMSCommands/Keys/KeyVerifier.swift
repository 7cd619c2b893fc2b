internal import KMSClient
internal import KMSModel
internal import Planning

/// Verifies a client key file: what is in it, then what the service says about it.
struct KeyVerifier {
  let reading: KeyFileReading
  let expectedAccessPoint: String?
  let stack: SurroundingStack
  let context: CommandContext

  /// Without asking anybody.
  func verify(at now: Timestamp, notAskedBecause reason: String) -> KeyVerification {
    verification(.notAsked(reason), now)
  }

  /// With the service's word, unless the file is of no use anyway.
  func verify(_ connection: Connection, localTime: Timestamp) async throws -> KeyVerification {
    guard case .opened = reading.file, let id = reading.keyID else {
      return verify(at: localTime, notAskedBecause: "the file does not open")
    }
    guard verification(.notAsked(""), localTime).hasPossibleID else {
      return verify(at: localTime, notAskedBecause: "the id is none")
    }
    let live = try await live(id, connection)
    if let difference = await connection.service.clockReading().difference {
      let advice = FailureAdvice(
        KMSFailure(cause: .differingClocks, operation: "", message: difference.words))
      return verification(
        .failed(.init(difference.words, nextStep: advice.remedy(), isDenied: false)), localTime)
    }
    return verification(live, await connection.service.serviceTime() ?? localTime)
  }

  private func live(_ id: String, _ connection: Connection) async throws -> KeyVerification.Live {
    do {
      let search = ClientKeySearch(connection.service, likely: expectedAccessPoint)
      var reads = PatientReads(context.patience, context.err)
      // Another account does not have the key either: that would be no word about this one.
      let found = try await reads.unlessGone(
        "client key \(id)", check: { try await stack.checkAccount(connection) }
      ) { () async throws(KMSFailure) in try await search.key(id) }
      guard let key = found else { return .gone }
      return .found(key, KeyCertificate(pem: key.certificatePEM))
    } catch {
      let failure = CommandFailure(any: error)
      guard failure.status != .interrupted else { throw error }
      return .failed(
        .init(failure.message, nextStep: failure.nextStep, isDenied: failure.status == .denied))
    }
  }

  private func verification(_ live: KeyVerification.Live, _ now: Timestamp) -> KeyVerification {
    KeyVerification(
      keyID: reading.keyID, file: reading.file, live: live,
      expectedAccessPoint: expectedAccessPoint, now: now)
  }
}

extension ExitStatus {
  /// The status a verification stands for: a verdict against the key is told from no verdict.
  init(_ verification: KeyVerification) {
    switch verification.verdict {
    case .good: self = .success
    case .undecided: self = verification.isDenied ? .denied : .error
    case .notAKeyFile, .wrongPassword, .deleted, .unknown, .otherAccessPoint, .expired,
      .notYetValid:
      self = .changes
    }
  }
}
