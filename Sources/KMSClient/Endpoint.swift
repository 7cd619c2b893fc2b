internal import HTTPTransport
internal import Texts

/// Where a service is reached: scheme, host and port.
public struct Endpoint: Sendable, Hashable {
  /// The host, lower case, without brackets.
  public let host: String
  /// The port, when it is not the scheme's own.
  public let port: Int?
  /// Whether TLS is used; only loopback endpoints do without.
  public let isEncrypted: Bool

  /// Whether the endpoint is this machine.
  public var isLoopback: Bool { LoopbackHost.contains(host) }

  /// The value of the `Host` header.
  public var authority: String {
    let host = host.holds(":") ? "[\(host)]" : host
    return port.map { "\(host):\($0)" } ?? host
  }

  /// The URL of the service, with a slash at the end.
  public var url: String { "\(isEncrypted ? "https" : "http")://\(authority)/" }

  private init(host: String, port: Int? = nil, isEncrypted: Bool = true) {
    self.host = host
    self.port = port
    self.isEncrypted = isEncrypted
  }

  /// Reads `https://host[:port][/]`, `http://` for loopback hosts, or a bare host, which means TLS.
  public init(parsing text: String) throws(EndpointError) {
    // Whatever may be a user and a password has no place here, and none in an error.
    let shown = URLText.covered(text)
    let parts = text.halves(at: ":").flatMap { before, behind in
      behind.rest(after: "//").map { (scheme: before, place: $0) }
    }
    let scheme = parts?.scheme.lowercased() ?? "https"
    guard ["https", "http"].contains(scheme) else {
      let name = scheme.consists(\.isASCIILetter) ? "scheme '\(scheme)'" : "another scheme"
      throw EndpointError("endpoint '\(shown)' has \(name); use https")
    }
    guard let (host, port) = EndpointText.authority(parts?.place ?? text[...]) else {
      throw EndpointError("endpoint '\(shown)' is not of the form https://host[:port]")
    }
    isEncrypted = scheme == "https"
    self.host = host
    self.port = port == (isEncrypted ? 443 : 80) ? nil : port
    guard isEncrypted || isLoopback else {
      throw EndpointError(
        "endpoint '\(shown)' is plain HTTP to another machine; use https://, plain HTTP is for"
          + " loopback addresses (127.0.0.0/8, ::1, localhost) only")
    }
  }

  /// The KMS endpoint of a region.
  public static func kms(
    region: String, network: EndpointNetwork
  ) throws(EndpointError) -> Endpoint {
    let region = try EndpointText.region(region)
    switch network {
    case .internet: return Endpoint(host: "kms.\(region).aliyuncs.com")
    case .vpc: return Endpoint(host: "kms-vpc.\(region).aliyuncs.com")
    }
  }

  /// The STS endpoint of a region.
  public static func sts(
    region: String, network: EndpointNetwork
  ) throws(EndpointError) -> Endpoint {
    let region = try EndpointText.region(region)
    switch network {
    case .internet: return Endpoint(host: "sts.\(region).aliyuncs.com")
    case .vpc: return Endpoint(host: "sts-vpc.\(region).aliyuncs.com")
    }
  }
}

/// From where the service is reached.
public enum EndpointNetwork: Sendable, Hashable {
  /// Over the internet.
  case internet
  /// From inside a VPC, at the `-vpc` hosts.
  case vpc

  /// Reads `ALIBABA_CLOUD_ENDPOINT_TYPE` or a profile's `endpoint_type`: `vpc`, or anything else.
  public init(endpointType: String?) {
    self = endpointType?.lowercased() == "vpc" ? .vpc : .internet
  }
}

/// Why an endpoint is not acceptable.
public struct EndpointError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was found and what was expected.
  public var description: String

  init(_ description: String) { self.description = description }
}
