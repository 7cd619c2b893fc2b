import KMSModel

@testable import KMSSandbox

/// Judges one command with one odd answer by the account before and after it.
struct CellJudge {
  let before: Inventory
  /// The same command, told the truth.
  let undisturbed: Outcome
  let cell: MatrixCell

  /// What is wrong with how the command ended; nothing when all is well.
  func reproach(_ outcome: Outcome) -> String? {
    if let violation = outcome.violations.first {
      // The order of steps that never widens access follows from what is told of the policies.
      guard violation.promise != .access || !cell.isBelievable else { return nil }
      return "\(violation.promise.rawValue): \(violation.words)"
    }
    let said = outcome.said[0] ?? ""
    if let words = rawText(said) { return words }
    let after = outcome.snapshot.inventory
    if case .read = cell.command { return reproach(reading: outcome, said, after) }
    return unplanned(after) ?? unreadable(after)
  }

  // MARK: What is said

  private func reproach(reading outcome: Outcome, _ said: String, _ after: Inventory) -> String? {
    guard after.revision == before.revision else { return "a reading command wrote" }
    guard outcome.statuses[0] == 0, !(cell.isReport && cell.rewriting.isPlausible) else {
      return nil
    }
    guard undisturbed.statuses[0] == 0 else {
      return "ends with 0, and undisturbed with \(undisturbed.statuses[0] ?? -1)"
    }
    // What is missing from it, or said besides, other than that something could not be read.
    let truth = Self.lines(undisturbed.said[0] ?? "")
    let lines = Self.lines(said)
    let odd = lines.filter { !truth.contains($0) } + truth.filter { !lines.contains($0) }
    return odd.first.map { "ends with 0 and says what is not so, '\($0)':\n\(said)" }
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init).filter {
      !$0.lowercased().hasPrefix("warning: ") && !$0.hasPrefix("Fingerprint: ")
    }
  }

  private func rawText(_ said: String) -> String? {
    let isRaw = said.unicodeScalars.contains { scalar in
      scalar.value < 0x20 && scalar != "\n" && scalar != "\t"
        || (0x7F...0x9F).contains(scalar.value)
        || scalar.properties.generalCategory == .format
    }
    if isRaw { return "prints controls of the answer" }
    return said.contains(String(repeating: "x", count: 2_000)) ? "prints an over-long value" : nil
  }

  // MARK: What is written

  /// What is neither as it was nor as the plan has it.
  ///
  /// Where every single answer about a kind of object says the same plausible thing, the plan is made
  /// from that.
  private func unplanned(_ after: Inventory) -> String? {
    let planned = undisturbed.snapshot.inventory
    let believed = cell.isBelievable ? cell.operation : ""
    var words = odd(\.networkRules, after, planned) { [$0.type, $0.sourcePrivateIP] }
    if believed != "DescribePolicy" {
      words =
        words
        ?? odd(\.policies, after, planned) {
          [
            $0.kmsInstance, $0.permissions.joined(separator: ","),
            $0.resources.joined(separator: ","), $0.networkRules.joined(separator: ","),
          ]
        }
    }
    if believed != "DescribeApplicationAccessPoint" {
      words =
        words
        ?? odd(\.accessPoints, after, planned) {
          [$0.authenticationMethod, $0.policies.joined(separator: ",")]
        }
    }
    return words ?? lostKey(after, planned)
  }

  private func odd<Object: Described>(
    _ store: KeyPath<Inventory, NamedStore<Object>>, _ after: Inventory, _ planned: Inventory,
    _ parts: (Object) -> [String]
  ) -> String? {
    let (old, new, now) = (before[keyPath: store], planned[keyPath: store], after[keyPath: store])
    for name in Set(old.names + new.names + now.names).sorted() {
      let allowed = [old[name], new[name]]
      guard let object = now[name] else {
        if allowed.allSatisfy({ $0 != nil }) { return "'\(name)' is gone, which no plan said" }
        continue
      }
      let known = allowed.compactMap { $0 }
      guard known.contains(where: { parts($0) == parts(object) }) else {
        return "'\(name)' is \(parts(object)), which no plan said"
      }
      let words = MarkerText.read(object.description).description
      guard known.contains(where: { MarkerText.read($0.description).description == words }) else {
        return "'\(name)' is described by '\(words.prefix(80))', which no plan said"
      }
    }
    return nil
  }

  private func lostKey(_ after: Inventory, _ planned: Inventory) -> String? {
    before.clientKeys.names.first { id in
      planned.clientKeys[id] != nil && after.clientKeys[id] == nil
    }.map { "client key \($0) is gone, which no plan said" }
  }

  private func unreadable(_ after: Inventory) -> String? {
    let texts =
      after.networkRules.all.map(\.description) + after.policies.all.map(\.description)
      + after.accessPoints.all.map(\.description)
    return texts.first { text in
      switch MarkerText.read(text) {
      case .damaged, .newer: true
      case .marked, .none: false
      }
    }.map { "the marker of '\($0.prefix(200))' cannot be read" }
  }
}

protocol Described: Named {
  var description: String { get }
}

extension NetworkRuleRecord: Described {}
extension PolicyRecord: Described {}
extension AccessPointRecord: Described {}
