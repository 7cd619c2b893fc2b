/// Which page of a list is wanted.
struct PageRequest: Sendable, Hashable {
  static let maximumSize = 100

  var number: Int
  var size: Int

  /// The items on the page; none behind the end.
  func slice<Item>(_ items: [Item]) -> ArraySlice<Item> {
    let (start, overflow) = (number - 1).multipliedReportingOverflow(by: size)
    guard !overflow, start < items.count else { return [] }
    return items[start..<min(start + size, items.count)]
  }

  /// The answer of a list operation: paging members, then `plural.singular[]`.
  func answer<Item>(
    _ items: [Item], _ plural: String, _ singular: String, _ render: (Item) -> WireJSON
  ) -> [WireJSON.Member] {
    [
      .init(name: "PageNumber", value: .number(number)),
      .init(name: "PageSize", value: .number(size)),
      .init(name: "TotalCount", value: .number(items.count)),
      .init(
        name: plural,
        value: .object([
          WireJSON.Member(name: singular, value: .array(slice(items).map(render)))
        ])),
    ]
  }
}
