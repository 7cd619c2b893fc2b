internal import KMSModel

/// Steps before they have numbers: what must come before what, and what would better.
struct StepGraph: Sendable {
  struct Node: Sendable {
    /// The object that is written.
    var target: ResourceID
    /// The change it belongs to.
    var change: ResourceID
    var operation: Step.Operation
  }

  private(set) var nodes: [Node] = []
  private var successors: [[Int]] = []
  private var preferences: [(before: Int, after: Int)] = []

  mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    successors.append([])
    return nodes.count - 1
  }

  /// Demands an order; nothing to do when one of the two steps does not exist.
  mutating func order(_ before: Int?, before after: Int?) {
    guard let before, let after, before != after else { return }
    successors[before].append(after)
  }

  /// Wishes for an order, which gives way where it would close a circle.
  mutating func prefer(_ before: Int?, before after: Int?) {
    guard let before, let after, before != after else { return }
    preferences.append((before, after))
  }

  /// The circles of the demanded order alone.
  var circles: [[Int]] {
    Components(successors).groups.filter { $0.count > 1 }
  }

  /// Keeps the wishes that close no circle.
  mutating func settlePreferences() {
    var all = successors
    for wish in preferences { all[wish.before].append(wish.after) }
    let component = Components(all).componentOf
    for wish in preferences where component[wish.before] != component[wish.after] {
      successors[wish.before].append(wish.after)
    }
    preferences = []
  }

  /// The steps in one order that works: by kind level and name wherever that is free.
  ///
  /// There must be no circle.
  func steps() -> [Step] {
    let byName = nodes.indices.sorted {
      let (left, right) = (nodes[$0].target, nodes[$1].target)
      return left == right ? $0 < $1 : left < right
    }
    var rank = [Int](repeating: 0, count: nodes.count)
    for (position, node) in byName.enumerated() { rank[node] = position }
    var waiting = [Int](repeating: 0, count: nodes.count)
    for list in successors { for node in list { waiting[node] += 1 } }
    var ready = MinimumHeap(byName.filter { waiting[$0] == 0 }.map { rank[$0] })
    var number = [Int](repeating: 0, count: nodes.count)
    var order: [Int] = []
    while let next = ready.popFirst() {
      let node = byName[next]
      number[node] = order.count
      order.append(node)
      for follower in successors[node] {
        waiting[follower] -= 1
        if waiting[follower] == 0 { ready.insert(rank[follower]) }
      }
    }
    return numbered(order, number)
  }

  private func numbered(_ order: [Int], _ number: [Int]) -> [Step] {
    var needs = [Set<Int>](repeating: [], count: nodes.count)
    for (node, list) in successors.enumerated() {
      for follower in list { needs[follower].insert(number[node]) }
    }
    return order.enumerated().map { position, node in
      Step(
        id: position, change: nodes[node].change, operation: nodes[node].operation,
        dependsOn: needs[node].sorted())
    }
  }
}
