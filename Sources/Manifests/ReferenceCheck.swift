import Diagnostics
import KMSModel

/// Everything that only shows when all documents are read: references, and objects side by side.
struct ReferenceCheck {
  let declarations: Declarations
  let stack: StackDeclaration
  /// Whether every file could be read to its end; otherwise nothing can be called missing.
  let isComplete: Bool
  /// Names that were declared in documents of an unreadable kind.
  let unplacedNames: Set<String>
  private var problems = Problems()
  private var remainingSuggestions = 20

  init(
    _ declarations: Declarations, stack: StackDeclaration, isComplete: Bool,
    unplacedNames: Set<String>
  ) {
    self.unplacedNames = unplacedNames
    self.declarations = declarations
    self.stack = stack
    self.isComplete = isComplete
  }

  /// All problems between documents.
  mutating func run() -> Problems {
    for policy in Self.sorted(declarations.policies) { check(policy) }
    for accessPoint in Self.sorted(declarations.accessPoints) { check(accessPoint) }
    for key in Self.sorted(declarations.clientKeys) { check(key) }
    checkPlaces()
    checkIgnored()
    return problems
  }

  private mutating func check(_ policy: Declaration<PolicySpec>) {
    for reference in policy.references {
      guard let rule = declarations.networkRules[reference.value] else {
        checkDeclared(reference, .networkRule, "network rule") {
          $0.networkRules.mapValues(\.object.place)
        }
        continue
      }
      var found = Problems()
      checkType(of: rule.object, in: policy.object.spec.scope, at: reference, &found)
      problems.add(found, waiving: policy.waivers)
    }
  }

  private mutating func check(_ accessPoint: Declaration<AccessPointSpec>) {
    for reference in accessPoint.references
    where declarations.policies[reference.value] == nil {
      checkDeclared(reference, .policy, "policy") { $0.policies.mapValues(\.object.place) }
    }
    let object = accessPoint.object
    guard isComplete, object.spec.authenticationMethod == .clientKey,
      declarations.clientKeys[object.name] == nil
    else { return }
    var found = Problems()
    found.report(
      .accessPointWithoutKey, "access point '\(object.name)' has no client key", at: object.place,
      note: "add 'clientKey' to its spec, or a ClientKey document of the same name")
    problems.add(found, waiving: accessPoint.waivers)
  }

  private mutating func check(_ key: Declaration<ClientKeySpec>) {
    guard key.source == .clientKey else { return }
    let name = Located(key.object.name, at: key.object.place)
    guard let accessPoint = declarations.accessPoints[name.value] else {
      guard isComplete, !unplacedNames.contains(name.value) else { return }
      return problems.report(
        .undeclaredReference, "access point '\(name.value)' of this client key is not declared",
        at: name.location,
        notes: suggestion(name.value) { $0.accessPoints.mapValues(\.object.place) } ?? [
          Diagnostic.Note("a client key takes the name of an access point of the same stack")
        ])
    }
    guard accessPoint.object.spec.authenticationMethod == .ramRole else { return }
    problems.report(
      .ramRole, "an access point with a RAM role has no client key", at: name.location,
      notes: [Diagnostic.Note("the access point is declared here", at: accessPoint.object.place)])
  }

  private mutating func checkDeclared(
    _ reference: Located<String>, _ kind: ResourceKind, _ word: String,
    among places: (Declarations) -> [String: SourceLocation]
  ) {
    let id = ResourceID(kind, reference.value)
    guard isComplete, !unplacedNames.contains(reference.value),
      !stack.spec.external.matches(id)
    else { return }
    problems.report(
      .undeclaredReference, "\(word) '\(reference.value)' is not declared", at: reference.location,
      notes: suggestion(reference.value, among: places) ?? [
        Diagnostic.Note(
          "declare it, or list '\(id)' under 'spec.external' in kmsctl.yaml if others manage it")
      ])
  }

  /// Suggestions are worth their time for the first few references; a renamed rule can break many.
  private mutating func suggestion(
    _ name: String, among places: (Declarations) -> [String: SourceLocation]
  ) -> [Diagnostic.Note]? {
    guard remainingSuggestions > 0 else { return nil }
    remainingSuggestions -= 1
    let places = places(declarations)
    guard let near = Suggestion.nearest(to: name, in: places.keys.sorted()) else { return nil }
    return [Diagnostic.Note("did you mean '\(near)'?", at: places[near])]
  }

  private func checkType(
    of rule: DesiredObject<NetworkRuleSpec>, in scope: PolicyScope, at reference: Located<String>,
    _ found: inout Problems
  ) {
    let type = rule.spec.type
    let note = [Diagnostic.Note("the rule is declared here", at: rule.place)]
    if scope == .sharedGateway, type == .privateNetwork {
      found.report(
        .privateRuleOnSharedGateway,
        "rule '\(rule.name)' is of type 'Private', but the policy is scoped to the shared gateway",
        at: reference.location, notes: note)
    } else if scope.instanceID != nil, type == .publicNetwork || type == .vpc {
      found.report(
        .networkTypeScope,
        "rule '\(rule.name)' is of type '\(type)', but the policy is scoped to an instance,"
          + " expected a rule of type 'Private'",
        at: reference.location, notes: note)
    }
  }

  private mutating func checkPlaces() {
    var first: [String: DesiredObject<ClientKeySpec>] = [:]
    for key in Self.sorted(declarations.clientKeys).map(\.object) {
      for destination in key.spec.destinations {
        guard let place = PlaceName(destination) else { continue }
        guard let other = first[place.key], other.name != key.name else {
          first[place.key] = key
          continue
        }
        report(
          place.sharing, "\(place.title) also receives the client key of '\(other.name)'", key,
          other)
      }
    }
    checkNesting()
  }

  /// What lies inside of a delivered directory would get in the way of its links, or they in its.
  private mutating func checkNesting() {
    let directories = Self.sorted(declarations.clientKeys).map(\.object).flatMap { key in
      key.spec.destinations.compactMap {
        destination -> (path: [UInt8], name: String, key: DesiredObject<ClientKeySpec>)? in
        guard case .directory(let directory) = destination.place else { return nil }
        let path = PathText.normalized(directory.path)
        return (Array("\(path)/".utf8), directory.path, key)
      }
    }.sorted { $0.path.lexicographicallyPrecedes($1.path) }
    // What begins with a path follows it right away.
    guard var outer = directories.first else { return }
    for inner in directories.dropFirst() {
      guard inner.path.starts(with: outer.path), inner.path != outer.path else {
        if inner.path != outer.path { outer = inner }
        continue
      }
      report(
        .sharedDirectory,
        "directory '\(inner.name)' lies inside of '\(outer.name)', which receives the client key of "
          + "'\(outer.key.name)'", inner.key, outer.key)
    }
  }

  private mutating func report(
    _ check: ManifestCheck, _ message: String, _ key: DesiredObject<ClientKeySpec>,
    _ other: DesiredObject<ClientKeySpec>
  ) {
    problems.report(
      check, message, at: key.fieldPlaces["deliverTo"] ?? key.place,
      notes: [
        Diagnostic.Note(
          "the other delivery is declared here", at: other.fieldPlaces["deliverTo"] ?? other.place)
      ])
  }

  private mutating func checkIgnored() {
    guard !stack.ignore.isEmpty else { return }
    let places = Dictionary(stack.ignore.map { ($0.value, $0.location) }) { first, _ in first }
    checkIgnored(declarations.networkRules, .networkRule, places)
    checkIgnored(declarations.policies, .policy, places)
    checkIgnored(declarations.accessPoints, .accessPoint, places)
    checkIgnored(declarations.clientKeys, .clientKey, places)
  }

  private mutating func checkIgnored<Spec>(
    _ declared: [String: Declaration<Spec>], _ kind: ResourceKind,
    _ places: [String: SourceLocation]
  ) {
    for declaration in Self.sorted(declared) {
      let id = ResourceID(kind, declaration.object.name)
      guard let pattern = stack.spec.ignore.pattern(matching: id) else { continue }
      problems.report(
        .ignoredDeclaration,
        "\(id.shortForm) is declared, but the stack ignores '\(pattern)'",
        at: declaration.object.place,
        notes: [Diagnostic.Note("it is ignored here", at: places[pattern])])
    }
  }

  private static func sorted<Spec>(
    _ declared: [String: Declaration<Spec>]
  ) -> [Declaration<Spec>] {
    declared.values.sorted { $0.object.place < $1.object.place }
  }
}
