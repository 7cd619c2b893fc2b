internal import KMSModel

/// Lists the client keys of one access point and doubts that a known one is gone.
///
/// A key that an older list does not show yet must not be taken for deleted: its record would go,
/// and nobody would ever delete it.
struct PatientKeyList {
  let accessPoint: String
  let context: StepContext

  /// The keys; asked for again for some seconds while the one that is looked for is not among them.
  func read(lookingFor isWanted: (LiveClientKey) -> Bool) async throws(StepFailure)
    -> [LiveClientKey]
  {
    var wait = context.waiting.begin()
    while true {
      let keys = try await StepFailure.translating { () async throws(KMSFailure) in
        try await context.service.listClientKeys(accessPoint: accessPoint)
      }
      guard !keys.contains(where: isWanted), await context.waiting.againForOthers(&wait) else {
        guard !wait.wasInterrupted || keys.contains(where: isWanted) else {
          throw .interrupted(beforeTelling: "the client key of '\(accessPoint)' is still there")
        }
        return keys
      }
    }
  }
}
