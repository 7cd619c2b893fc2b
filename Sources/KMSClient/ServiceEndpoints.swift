/// The two endpoints of one run.
public struct ServiceEndpoints: Sendable, Hashable {
  /// Where KMS is.
  public let kms: Endpoint
  /// Where STS is: for the caller's identity.
  public let sts: Endpoint
  /// Whether KMS is asked at one of the region's own hosts.
  public let hasUsualHost: Bool

  /// Decides from what the user gave: the flags first, then the environment, then the region.
  ///
  /// A KMS endpoint on this machine serves STS too. `endpointType` is the profile's; the variable
  /// `ALIBABA_CLOUD_ENDPOINT_TYPE` wins over it. Nothing here ever comes from a manifest but the
  /// region, and a region cannot name a host.
  public init(
    region: String, endpoint: String? = nil, stsEndpoint: String? = nil,
    endpointType: String? = nil, environment: [String: String]
  ) throws(EndpointError) {
    let variable = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let network = EndpointNetwork(
      endpointType: variable("ALIBABA_CLOUD_ENDPOINT_TYPE") ?? endpointType)
    if let text = endpoint ?? variable("ALIBABA_CLOUD_ENDPOINT") {
      kms = try Endpoint(parsing: text)
    } else {
      kms = try Endpoint.kms(region: region, network: network)
    }
    let usual = [EndpointNetwork.internet, .vpc].map {
      try? Endpoint.kms(region: region, network: $0)
    }
    hasUsualHost = usual.contains(kms)
    if let text = stsEndpoint {
      sts = try Endpoint(parsing: text)
    } else if kms.isLoopback {
      sts = kms
    } else if let text = variable("ALIBABA_CLOUD_STS_ENDPOINT") {
      sts = try Endpoint(parsing: text)
    } else {
      sts = try Endpoint.sts(region: region, network: network)
    }
  }
}
