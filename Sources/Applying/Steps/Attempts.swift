/// How often a write is tried when its answer was lost; the transport's own retries come on top.
enum Attempts {
  static let maximum = 3
}
