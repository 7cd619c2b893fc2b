import Diagnostics
import KMSModel

extension Declarations {
  /// The state these declarations want; with a selection, only what stands in those files.
  ///
  /// An access point and its client key are wanted together or not at all: the key is recorded in
  /// the access point's marker.
  func desiredState(_ stack: StackSpec, selecting files: Set<String>?) -> DesiredState {
    guard let files else {
      return DesiredState(
        stack: stack, networkRules: networkRules.mapValues(\.object),
        policies: policies.mapValues(\.object), accessPoints: accessPoints.mapValues(\.object),
        clientKeys: clientKeys.mapValues(\.object))
    }
    let isSelected = { (name: String) in
      [accessPoints[name]?.object.place.file, clientKeys[name]?.object.place.file]
        .contains { $0.map(files.contains) ?? false }
    }
    return DesiredState(
      stack: stack,
      networkRules: networkRules.filter { files.contains($0.value.object.place.file) }
        .mapValues(\.object),
      policies: policies.filter { files.contains($0.value.object.place.file) }
        .mapValues(\.object),
      accessPoints: accessPoints.filter { isSelected($0.key) }.mapValues(\.object),
      clientKeys: clientKeys.filter { isSelected($0.key) }.mapValues(\.object), isPartial: true)
  }
}
