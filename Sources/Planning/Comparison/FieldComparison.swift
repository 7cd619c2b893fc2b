internal import Diagnostics
internal import KMSModel

/// Which fields differ between a live object and its manifest, for people.
enum FieldComparison {
  /// Every field that differs, the description first; from nothing for a new object.
  static func fields<Spec: ManagedSpec>(
    from old: (description: String, spec: Spec)?, to desired: DesiredObject<Spec>
  ) -> [FieldChange] {
    let oldFields = old.map { content($0.description, $0.spec) } ?? []
    let before = Dictionary(uniqueKeysWithValues: oldFields.map { ($0.name, $0.value) })
    let after = content(MarkerText.canonical(desired.description), desired.spec)
    return after.compactMap { field in
      value(from: before[field.name], to: field.value)
        .map { FieldChange(field.name, $0, place: desired.fieldPlaces[field.name]) }
    }
  }

  private static func content<Spec: ManagedSpec>(
    _ description: String, _ spec: Spec
  ) -> [FieldContent] {
    [FieldContent(name: "description", value: .single(description))] + spec.fields
  }

  private static func value(
    from before: FieldContent.Value?, to after: FieldContent.Value
  ) -> FieldChange.Value? {
    guard before != after else { return nil }
    switch after {
    case .single(let text):
      var old: String?
      if case .single(let text) = before { old = text }
      if old == nil, text.isEmpty { return nil }
      return .single(before: old.flatMap(nonEmpty), after: nonEmpty(text))
    case .set(let words):
      var old: [String] = []
      if case .set(let words) = before { old = words }
      let (oldSet, newSet) = (Set(old), Set(words))
      return .set(
        added: words.filter { !oldSet.contains($0) }, removed: old.filter { !newSet.contains($0) },
        kept: words.filter { oldSet.contains($0) })
    }
  }

  private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }
}
