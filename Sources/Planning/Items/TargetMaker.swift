internal import KMSModel

/// Makes the final form of an object, marker included.
struct TargetMaker {
  let context: PlanContext

  /// The target of a declared object; `extras` are those of the marker that this one follows.
  func target<Spec: ManagedSpec>(
    _ object: DesiredObject<Spec>, keys: [RecordedKey] = [], intent: KeyIntent? = nil,
    extras: MarkerExtras? = nil
  ) -> Step.Target<Spec> {
    let description = MarkerText.canonical(object.description)
    guard context.writesMarkers else {
      return Step.Target(
        name: object.name, description: description, spec: object.spec, marker: nil)
    }
    var marker = marker(ResourceID(Spec.kind, object.name), description, object.spec)
    marker.isProtected = object.isProtected
    marker.keys = keys
    marker.intent = intent
    marker.extras = extras
    return Step.Target(
      name: object.name, description: description, spec: object.spec, marker: marker)
  }

  /// A fresh marker of this stack with the digest of a spec.
  func marker<Spec: ManagedSpec>(_ id: ResourceID, _ description: String, _ spec: Spec) -> Marker {
    Marker(
      owner: context.stack.owner,
      originHash: Marker.originHash(
        owner: context.stack.owner, id: id, digest: context.digest),
      appliedDigest: spec.appliedDigest(description: description, using: context.digest))
  }

  /// Why the Description cannot be written: too long, or not to be read back as what it is.
  func refusals<Spec: ManagedSpec>(
    for target: Step.Target<Spec>?, _ object: DesiredObject<Spec>
  ) -> [Refusal] {
    guard let target else { return [] }
    let id = ResourceID(Spec.kind, object.name)
    var refusals: [Refusal] = []
    if let marker = target.marker {
      let size = MarkerText.write(marker).utf8.count
      if size > MarkerText.maximumBytes {
        refusals.append(RefusalText.markerTooLong(id, size: size, at: object.place))
      }
      if let flaw = MarkerText.flaw(of: marker) {
        refusals.append(RefusalText.unwritableMarker(id, flaw, at: object.place))
      }
    }
    if !target.description.isEmpty,
      MarkerReading(target.description) != .none(description: target.description)
    {
      refusals.append(
        RefusalText.markerInDescription(
          id, at: object.fieldPlaces["description"] ?? object.place))
    }
    return refusals
  }
}
