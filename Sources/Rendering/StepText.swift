internal import KMSModel
internal import Planning

/// A step in words.
struct StepText {
  private let step: Step

  init(_ step: Step) { self.step = step }

  /// What is done, for a list: `create policy/orders`.
  var sentence: String {
    let name = Printable.escaped(step.target.shortForm)
    switch step.operation {
    case .createNetworkRule(let target):
      return "create \(name)\(role(target.marker))"
    case .createPolicy(let target):
      return "create \(name)\(role(target.marker))"
    case .createAccessPoint(let target):
      return "create \(name)\(role(target.marker))"
    case .updateNetworkRule, .updatePolicy, .updateAccessPoint:
      return "update \(name)"
    case .delete:
      return "delete \(name)"
    case .issueClientKey(let issue):
      let places = issue.spec.destinations.map(Self.destination).joined(separator: ", ")
      let verb = issue.isRecovery ? "finish, or issue anew," : "issue"
      return "\(verb) the client key of aap/\(Printable.escaped(issue.accessPoint))"
        + " and deliver it to \(places)"
    case .deleteClientKey(let deletion):
      let why = Self.why(deletion.cause)
      return "delete client key \(Printable.escaped(deletion.keyID)) of \(aap(deletion))\(why)"
    }
  }

  /// While it runs: `creating`.
  var progressive: String {
    switch step.operation {
    case .createNetworkRule, .createPolicy, .createAccessPoint: "creating"
    case .updateNetworkRule, .updatePolicy, .updateAccessPoint: "updating"
    case .delete, .deleteClientKey: "deleting"
    case .issueClientKey(let issue): issue.isRecovery ? "recovering" : "issuing"
    }
  }

  /// When it is done: `created`.
  var past: String {
    switch step.operation {
    case .createNetworkRule, .createPolicy, .createAccessPoint: "created"
    case .updateNetworkRule, .updatePolicy, .updateAccessPoint: "updated"
    case .delete, .deleteClientKey: "deleted"
    case .issueClientKey: "issued and delivered"
    }
  }

  private static func why(_ cause: Step.ClientKeyDeletion.Cause) -> String {
    switch cause {
    case .retired: ", whose successor is in use"
    case .expired: ", which has expired"
    case .compromised: ", which may be compromised"
    case .undeclared, .orphan, .requested: ""
    }
  }

  /// Where a key goes, for people.
  static func destination(_ spec: DestinationSpec) -> String {
    let place =
      switch spec.place {
      case .directory(let directory): "directory \(Printable.escaped(directory.path))"
      case .command(let command): "command \(Printable.escaped(command.run.first ?? ""))"
      case .secret(let secret): "KMS secret \(Printable.escaped(secret.name))"
      }
    switch spec.parts {
    case .all: return place
    case .key: return "\(place) (key file only)"
    case .password: return "\(place) (password only)"
    }
  }

  /// Why the request's shape is a guess, when it is one.
  var inferredWireForm: String? {
    switch step.operation {
    case .createNetworkRule(let target): InferredForm.note(target.spec.type)
    case .updateNetworkRule(let update): InferredForm.note(update.target.spec.type)
    case .createAccessPoint(let target): InferredForm.note(target.spec.authenticationMethod)
    case .updateAccessPoint(let update):
      InferredForm.note(update.target.spec.authenticationMethod)
    case .createPolicy, .updatePolicy, .delete, .issueClientKey, .deleteClientKey: nil
    }
  }

  private func role(_ marker: Marker?) -> String {
    marker?.isStandIn == true ? ", a stand-in with the old content" : ""
  }

  private func aap(_ deletion: Step.ClientKeyDeletion) -> String {
    "aap/\(Printable.escaped(deletion.accessPoint))"
  }
}
