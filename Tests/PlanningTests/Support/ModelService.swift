import KMSModel
import Planning

/// A service in memory that carries steps out as the real applier must: with every expectation.
struct ModelService {
  struct Failure: Error { var message: String }

  var live: LiveState
  private var issued = 0

  init(_ live: LiveState) { self.live = live }

  mutating func run(_ step: Step) throws {
    switch step.operation {
    case .createNetworkRule(let target): try create(target, \.networkRules)
    case .createPolicy(let target): try create(target, \.policies)
    case .createAccessPoint(let target): try create(target, \.accessPoints)
    case .updateNetworkRule(let update): try set(update, \.networkRules)
    case .updatePolicy(let update): try set(update, \.policies)
    case .updateAccessPoint(let update): try set(update, \.accessPoints)
    case .delete(let deletion): try delete(deletion)
    case .issueClientKey(let issue): try self.issue(issue)
    case .deleteClientKey(let deletion):
      guard
        live.clientKeys[deletion.accessPoint]?.contains(where: { $0.id == deletion.keyID }) == true
      else { throw Failure(message: "no client key \(deletion.keyID)") }
      live.clientKeys[deletion.accessPoint]?.removeAll { $0.id == deletion.keyID }
    }
  }

  private mutating func create<Spec>(
    _ target: Step.Target<Spec>, _ path: WritableKeyPath<LiveState, [String: LiveObject<Spec>]>
  ) throws {
    guard live[keyPath: path][target.name] == nil else {
      throw Failure(message: "\(target.name) is there already")
    }
    live[keyPath: path][target.name] = Fixture.raw(target.name, target.rawDescription, target.spec)
  }

  private mutating func set<Spec>(
    _ update: Step.Update<Spec>, _ path: WritableKeyPath<LiveState, [String: LiveObject<Spec>]>
  ) throws {
    let name = update.target.name
    guard let object = live[keyPath: path][name] else { throw Failure(message: "no \(name)") }
    guard object.rawDescription == update.expected.rawDescription,
      object.spec == update.expected.spec
    else { throw Failure(message: "\(name) is not as expected") }
    live[keyPath: path][name]?.rawDescription = update.target.rawDescription
    live[keyPath: path][name]?.spec = update.target.spec
  }

  private mutating func delete(_ deletion: Step.Deletion) throws {
    let raw: String?
    switch deletion.id.kind {
    case .networkRule:
      raw = live.networkRules.removeValue(forKey: deletion.id.name)?.rawDescription
    case .policy: raw = live.policies.removeValue(forKey: deletion.id.name)?.rawDescription
    case .accessPoint:
      raw = live.accessPoints.removeValue(forKey: deletion.id.name)?.rawDescription
      live.clientKeys[deletion.id.name] = nil
    case .clientKey: raw = nil
    }
    guard raw == deletion.rawDescription else {
      throw Failure(message: "\(deletion.id) is not as expected")
    }
  }

  private mutating func issue(_ issue: Step.ClientKeyIssue) throws {
    let name = issue.accessPoint
    guard let object = live.accessPoints[name],
      case .marked(var marker, let description) = object.reading
    else { throw Failure(message: "no marked access point \(name)") }
    guard issue.isRecovery == (marker.intent != nil) else {
      throw Failure(message: "an intent where none was planned for, or the other way round")
    }
    var id = marker.intent?.shortID
    if id == nil || live.clientKeys[name]?.contains(where: { $0.shortID == id }) != true {
      issued += 1
      var key = Fixture.key("0000000\(issued)", on: name)
      while live.clientKeys.values.joined().contains(where: { $0.id == key.id }) {
        issued += 1
        key = Fixture.key("0000000\(issued)", on: name)
      }
      live.clientKeys[name, default: []].append(key)
      id = key.shortID
    }
    marker.keys.append(RecordedKey(shortID: id ?? "", origin: .delivered(at: live.now)))
    marker.intent = nil
    live.accessPoints[name]?.rawDescription = MarkerText.describe(
      marker, description: description)
  }
}
