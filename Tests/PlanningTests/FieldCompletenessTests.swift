import Foundation
import KMSModel
import TestSupport
import Testing

@testable import Planning

/// Every stored property of a spec is digested, written, read, compared and shown; a new one fails here until it is.
@Suite struct FieldCompletenessTests {
  private func check<Spec: ManagedSpec>(_ samples: [FieldSample<Spec>]) throws {
    let properties = FieldSamples.properties(of: samples[0].before)
    #expect(
      Set(samples.map(\.property)) == properties,
      "a property of \(Spec.kind) has no sample in FieldSamples, or a sample no property")
    for sample in samples {
      let name = "\(Spec.kind).\(sample.property)"
      let (before, after) = (sample.before, sample.after)
      #expect(
        before.appliedDigest(description: "", using: Fixture.digest)
          != after.appliedDigest(description: "", using: Fixture.digest),
        "\(name) is not in SpecDigest: drift of it would never be seen")
      #expect(
        before.fields != after.fields, "\(name) is not in 'fields': an update would show nothing")
      #expect(before.canBecome(after) == sample.isMutable, "\(name) in 'canBecome'")
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let texts = try [before, after].map {
        String(decoding: try encoder.encode($0), as: UTF8.self)
      }
      #expect(texts[0] != texts[1], "\(name) is in no plan document and no fingerprint")
      let read = try JSONDecoder().decode(Spec.self, from: Data(texts[1].utf8))
      #expect(read == after, "\(name) is not read as it was written")
    }
  }

  @Test func everyPropertyIsEverywhereInThePlan() throws {
    try check(FieldSamples.networkRule)
    try check(FieldSamples.policy)
    try check(FieldSamples.accessPoint)
  }

  @Test func everyPropertyMakesAStep() {
    for sample in FieldSamples.policy {
      let plan = Fixture.planner.plan(
        desired: Fixture.desired([], [Fixture.declared("p", sample.after)]),
        live: Fixture.live(
          [
            Fixture.raw("vpc", "", Fixture.rule(["10.1.0.0/16"])),
            Fixture.raw("office", "", Fixture.rule(["10.2.0.0/16"])),
          ],
          [Fixture.owned("p", sample.before)]))
      let actions = plan.changes.filter { $0.id.kind == .policy }.map(\.action)
      #expect(
        actions == [sample.isMutable ? .update : .replace], "\(sample.property): \(plan.changes)")
    }
  }
}
