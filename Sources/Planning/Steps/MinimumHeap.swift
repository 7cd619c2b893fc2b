/// Numbers of which the smallest comes out first.
struct MinimumHeap: Sendable {
  private var values: [Int]

  init(_ sorted: [Int]) { values = sorted }

  mutating func insert(_ value: Int) {
    values.append(value)
    var child = values.count - 1
    while child > 0, values[child] < values[(child - 1) / 2] {
      values.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> Int? {
    guard let first = values.first else { return nil }
    values.swapAt(0, values.count - 1)
    values.removeLast()
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < values.count }
      guard let least = children.min(by: { values[$0] < values[$1] }),
        values[least] < values[parent]
      else { return first }
      values.swapAt(parent, least)
      parent = least
    }
  }
}
