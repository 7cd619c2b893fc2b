internal import KMSModel

extension KeyLifecycle.Hold {
  /// The reason in words, with its end where it is known.
  public var words: String { KeyReasons.words(self) }
}

/// Why something happens to client keys, in words.
enum KeyReasons {
  static func absence(_ absence: KeyLifecycle.Absence) -> String {
    switch absence {
    case .noneYet: "none yet"
    case .gone(let shortID): "recorded key KAAP.\(shortID)… is gone"
    case .expired(let id, let end): "recorded key \(id) expired at \(end)"
    }
  }

  static func due(_ since: Timestamp, _ reason: KeyLifecycle.DueReason) -> String {
    switch reason {
    case .scheduled: "a successor is due since \(since)"
    case .requested: "rotated now because somebody asked for it"
    case .compromised: "the access point's keys are compromised"
    }
  }

  static func heldBack(_ since: Timestamp?, _ hold: KeyLifecycle.Hold) -> String {
    (since.map { "a successor is due since \($0)" } ?? "there is no key to use")
      + ", but \(words(hold))"
  }

  /// Why a key goes that somebody named.
  static func requested(_ key: KeyLifecycle.Key) -> String {
    if case .elsewhere = key.state {
      return "somebody asked for it; others delivered it, and what uses it is not known"
    }
    return "somebody asked for it"
  }

  static func retirement(_ key: KeyLifecycle.Key, _ overlap: TimeSpan) -> String {
    "its successor has been in use for the overlap of \(overlap)\(since(key))"
  }

  static func waitingRetirement(_ key: KeyLifecycle.Key, _ hold: KeyLifecycle.Hold) -> String {
    "its overlap is over\(since(key)), but \(words(hold))"
  }

  static func words(_ hold: KeyLifecycle.Hold) -> String {
    let until = hold.until.map { " until \($0)" } ?? ""
    switch hold.reason {
    case .window: return "the rotation window is closed\(until)"
    case .freeze: return "rotations are frozen\(until)"
    case .loopGuard: return "the newest key is less than a day old, which holds it back\(until)"
    case .predecessor(let id): return "its predecessor \(id) still lives\(until)"
    case .runLimit: return "'keys.maxIssuesPerRun' is used up by more urgent keys"
    }
  }

  private static func since(_ key: KeyLifecycle.Key) -> String {
    if case .retirable(let since) = key.state { ", since \(since)" } else { "" }
  }
}
