public import Planning

/// The client keys that nobody recorded after an apply that touched their access points, as errors.
public struct StrayKeysText: Sendable {
  /// Creates a renderer.
  public init() {}

  /// Two lines per key; empty when every key is one that should be there.
  public func render(_ keys: [UnknownKey]) -> String {
    keys.map { key in
      let id = Printable.escaped(key.keyID)
      return "error: client key \(id) of aap/\(Printable.escaped(key.accessPoint)) was not there"
        + " before this run, and no marker records it: somebody made it meanwhile, or a lost call of"
        + " a run did\n"
        + "  next step: kmsctl key trace \(id): it tells what is known of it and what deletes it\n"
    }.joined()
  }
}
