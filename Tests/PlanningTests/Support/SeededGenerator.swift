/// Random numbers that are the same for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// Whether something that happens this many times in a hundred happens now.
  mutating func happens(_ percent: Int) -> Bool { Int(next() % 100) < percent }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// Up to this many different elements, at least one when there are any.
  mutating func some<Element: Hashable>(_ elements: [Element], atMost limit: Int) -> Set<Element> {
    guard !elements.isEmpty else { return [] }
    var picked: Set<Element> = []
    for _ in 0..<(1 + below(limit)) { picked.insert(pick(elements)) }
    return picked
  }
}
