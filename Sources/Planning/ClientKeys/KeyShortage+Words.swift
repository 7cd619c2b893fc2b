internal import KMSModel

extension KeyShortage {
  /// What is stuck and why, and which key costs least; `limit` says how the limit is known, when
  /// it is not the documented one.
  public func message(limit: String? = nil) -> String {
    let count = "\(count) client \(count == 1 ? "key" : "keys")"
    let full =
      limit.map { "it has \(count), and the service takes no more: \($0)" }
      ?? "it has \(count) of at most \(ClientKeySpec.maximumKeysPerAccessPoint)"
    return
      "clientkey/\(place.accessPoint) \(need.words), and aap/\(place.accessPoint) has no place "
      + "for one: \(full)\(end)\(cheapest)"
  }

  /// The command that makes a place, and the other way, where there is one.
  ///
  /// Where only the destinations know whether a place is needed, an apply asks them first.
  public var nextStep: String {
    guard case .perhapsUnfinished = need else { return makingPlace }
    return "kmsctl apply, which may need no place; where it is stuck: \(makingPlace)"
  }

  private var makingPlace: String {
    guard let way = ways.first else { return wait }
    guard !way.isOurs else { return command(way) }
    let other = ways.first(where: \.isOurs)
    let rest =
      other.map { "or \(command($0)) (\($0.use))" } ?? "no key of ours can go instead"
    return "\(command(way)) (kmsctl never deletes what others made); \(rest)"
  }

  /// The one command; nothing when no key here can go.
  public var command: String? { ways.first.map(command) }

  private func command(_ way: Way) -> String {
    way.isOurs
      ? "kmsctl key retire \(ShellWord.quoted(way.key.id))"
      : VendorCommand.deletion(ofClientKey: way.key.id, region: place.region)
  }

  private var end: String {
    guard let current else { return "" }
    let days = current.daysLeft == 1 ? "1 day" : "\(current.daysLeft) days"
    return "; \(current.live.id), the one in use, ends at \(current.live.notAfter), \(days) left"
  }

  private var cheapest: String {
    ways.first.map { "; \($0.key.id) costs least: \($0.use)" } ?? ""
  }

  private var wait: String {
    let raise = "let the service allow more client keys on this access point"
    return current.map {
      raise + ": no key here can go, and without a place its successor is issued when "
        + "\($0.live.id) has ended"
    } ?? raise
  }
}

extension KeyShortage.Need {
  fileprivate var words: String {
    switch self {
    case .successor(let since): "is stuck: a successor is due since \(since)"
    case .requested: "is stuck: somebody asked for a successor"
    case .first: "is stuck: there is no key to use"
    case .unfinished: "is stuck: an interrupted issue needs a successor"
    case .perhapsUnfinished(let pending):
      "may be stuck: an interrupted issue needs a successor, unless every destination holds "
        + "\(pending) or none does"
    }
  }
}
