import Diagnostics
import KMSModel

/// One object as its manifest declares it, with what later checks may reject.
struct Declaration<Spec: Sendable & Hashable>: Sendable {
  /// The object; fields that could not be read hold a harmless stand-in value.
  var object: DesiredObject<Spec>
  /// The kind of document it stands in.
  var source: ManifestKind
  /// The names it refers to: a policy's rules, an access point's policies.
  var references: [Located<String>] = []
  /// The checks its manifest waives.
  var waivers: Set<ManifestCheck>
}
