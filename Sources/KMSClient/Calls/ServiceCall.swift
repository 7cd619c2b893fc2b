internal import HTTPTransport
internal import KMSModel

/// One operation of a service with its parameters.
struct ServiceCall: Sendable {
  /// What a second execution of the same call would do.
  enum Effect: Sendable {
    /// Nothing changes.
    case read
    /// The second time changes nothing more.
    case update
    /// The second time finds nothing left.
    case delete
    /// The second time makes a second object, or fails on the first.
    case create
  }

  var operation: String
  var parameters: [String: String]
  var effect: Effect
  var method: HTTPRequest.Method
  /// Where the parameters of a write stand, whatever the client's switch says; a value in a URL
  /// ends up in logs.
  var placement: ParameterPlacement?
  /// Asked after every wait before the call is sent.
  var recheck: Recheck

  init(
    _ operation: String, _ parameters: [String: String] = [:], effect: Effect = .read,
    method: HTTPRequest.Method = .post, placement: ParameterPlacement? = nil,
    recheck: Recheck = .none
  ) {
    self.operation = operation
    self.parameters = parameters
    self.effect = effect
    self.method = method
    self.placement = placement
    self.recheck = recheck
  }
}

/// Where the parameters of a call stand.
public enum ParameterPlacement: Sendable, Hashable {
  /// In the URL, the way the official SDK sends every call.
  case query
  /// In a form body, which keeps a password out of URLs; sent by Terraform's provider.
  case formBody
}
