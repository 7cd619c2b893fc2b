internal import KMSModel

/// The writes of one live object, each expecting what the one before left.
struct WriteSequence<Spec: ManagedSpec> {
  private(set) var spec: Spec
  private(set) var rawDescription: String
  private let reading: MarkerReading
  private let name: String

  init(_ live: LiveObject<Spec>) {
    name = live.name
    spec = live.spec
    rawDescription = live.rawDescription
    reading = live.reading
  }

  /// Changes the spec and keeps the marker with its digest, so that origins stay right when the
  /// run stops here.
  mutating func keepingMarker(_ newSpec: Spec) -> Step.Operation {
    let marker = reading.marker
    return write(
      Step.Target(
        name: name, description: marker == nil ? rawDescription : reading.description,
        spec: newSpec, marker: marker))
  }

  mutating func write(_ target: Step.Target<Spec>) -> Step.Operation {
    let expected = Step.Expectation(rawDescription: rawDescription, spec: spec)
    (spec, rawDescription) = (target.spec, target.rawDescription)
    return Spec.update(Step.Update(expected: expected, target: target))
  }

  func deletion(_ id: ResourceID) -> Step.Operation {
    .delete(Step.Deletion(id: id, rawDescription: rawDescription, spec: spec.whenDeleted))
  }
}
