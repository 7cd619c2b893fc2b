/// The strongly connected components of a graph, found without recursion (Tarjan).
struct Components: Sendable {
  /// The number of each node's component.
  private(set) var componentOf: [Int]
  private(set) var groups: [[Int]] = []

  private let successors: [[Int]]
  private var index: [Int]
  private var low: [Int]
  private var isOnStack: [Bool]
  private var stack: [Int] = []
  private var counter = 0

  init(_ successors: [[Int]]) {
    self.successors = successors
    let count = successors.count
    componentOf = [Int](repeating: -1, count: count)
    index = [Int](repeating: -1, count: count)
    low = [Int](repeating: 0, count: count)
    isOnStack = [Bool](repeating: false, count: count)
    for node in 0..<count where index[node] < 0 { visit(node) }
  }

  private mutating func visit(_ root: Int) {
    var path: [(node: Int, next: Int)] = [(root, 0)]
    enter(root)
    while let (node, next) = path.last {
      guard next < successors[node].count else {
        path.removeLast()
        if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
        if low[node] == index[node] { close(node) }
        continue
      }
      path[path.count - 1].next += 1
      let follower = successors[node][next]
      if index[follower] < 0 {
        enter(follower)
        path.append((follower, 0))
      } else if isOnStack[follower] {
        low[node] = min(low[node], index[follower])
      }
    }
  }

  private mutating func enter(_ node: Int) {
    index[node] = counter
    low[node] = counter
    counter += 1
    stack.append(node)
    isOnStack[node] = true
  }

  private mutating func close(_ root: Int) {
    var group: [Int] = []
    while let node = stack.popLast() {
      isOnStack[node] = false
      componentOf[node] = groups.count
      group.append(node)
      if node == root { break }
    }
    groups.append(group)
  }
}
