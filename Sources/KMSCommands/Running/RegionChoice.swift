internal import Diagnostics
internal import KMSClient
internal import KMSModel
internal import Manifests
internal import Texts

/// Which region a run works in, and who said so.
///
/// A stack is for one region. Whatever names another one, a flag, a variable or the host of an
/// endpoint, would send what was reviewed for here to there: it is refused, never followed.
struct RegionChoice {
  let region: String
  /// What named it, for people: `--region`, `KMSCTL_REGION`, `kmsctl.yaml:7:11`.
  let source: String

  /// The region, when anything says which; fails when two say different ones.
  init?(
    _ options: ConnectionOptions, _ context: CommandContext, stack: StackSpec?,
    place: SourceLocation?
  ) throws(CommandFailure) {
    let given = context.given(options.region, "--region", "REGION")
    if let given, !Region.isPlausible(given.value) {
      throw CommandFailure(
        .usage, "\(given.source) is '\(given.value)', expected a region such as 'cn-hangzhou'")
    }
    if let stack {
      let place = place?.description ?? "kmsctl.yaml"
      if let given, given.value != stack.region {
        throw Self.contradiction(given, to: stack, at: place)
      }
      (region, source) = (stack.region, place)
    } else if let given {
      (region, source) = (given.value, given.source)
    } else if let value = context.environment["ALIBABA_CLOUD_REGION_ID"], !value.isEmpty {
      (region, source) = (value, "ALIBABA_CLOUD_REGION_ID")
    } else {
      return nil
    }
  }

  /// Fails when the host of an endpoint names another region; one that names none may be anywhere.
  func check(_ endpoint: CommandContext.Given) throws(CommandFailure) {
    guard let host = try? Endpoint(parsing: endpoint.value).host,
      let other = EndpointRegion.names(in: host).filter({ $0 != region }).min()
    else { return }
    throw CommandFailure(
      .usage,
      "\(endpoint.source) is '\(endpoint.value)', a host of '\(other)', but \(source) says"
        + " '\(region)'",
      nextStep: Self.leaveOut(endpoint.source) + ", or give the host of \(region)")
  }

  private static func contradiction(
    _ given: CommandContext.Given, to stack: StackSpec, at place: String
  ) -> CommandFailure {
    CommandFailure(
      .usage,
      "\(given.source) is '\(given.value)', but stack '\(stack.owner.stack)' is for"
        + " '\(stack.region)' (\(place))",
      nextStep: leaveOut(given.source)
        + ", or choose the stack of \(given.value) with -C or --stack ('-C /': none)")
  }

  private static func leaveOut(_ source: String) -> String {
    source.begins(with: "--") ? "leave \(source) out" : "unset \(source)"
  }
}

/// The regions that a host names.
enum EndpointRegion {
  /// The label before `aliyuncs.com`, and every label that is a region's name.
  static func names(in host: String) -> Set<String> {
    let labels = host.parts(at: ".").map(String.init)
    var names = Set(labels.filter(Region.known.contains))
    if labels.count >= 4, labels.suffix(2) == ["aliyuncs", "com"],
      Region.isPlausible(labels[labels.count - 3])
    {
      names.insert(labels[labels.count - 3])
    }
    return names
  }
}
