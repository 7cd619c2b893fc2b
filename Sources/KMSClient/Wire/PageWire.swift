internal import KMSModel

/// One page of any list that has pages.
struct PageWire: Decodable {
  /// An item: its name stands under another key in each list.
  private struct Item: Decodable {
    var name: LooseText

    private enum CodingKeys: String, CodingKey, CaseIterable {
      case name = "Name"
      case instance = "KmsInstanceId"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let key = CodingKeys.allCases.first { container.contains($0) } ?? .name
      name = try container.decode(LooseText.self, forKey: key)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case totalCount = "TotalCount"
    case pageSize = "PageSize"
    case pageNumber = "PageNumber"
    case rules = "NetworkRules"
    case policies = "Policies"
    case accessPoints = "ApplicationAccessPoints"
    case instances = "KmsInstances"
  }

  private static let lists: [CodingKeys] = [.rules, .policies, .accessPoints, .instances]

  /// Counts beyond this are nonsense, and would overflow sums.
  private static let mostObjects = 1_000_000

  private let names: [String]
  private let totalCount: Int?
  private let pageSize: Int
  private let pageNumber: Int?
  private let hasList: Bool

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let key = Self.lists.first { container.contains($0) }
    let list = try key.flatMap {
      try container.decodeIfPresent(LooseItems<Item>.self, forKey: $0)
    }
    hasList = list != nil
    names = list?.items.map(\.name.text) ?? []
    totalCount = try container.decodeIfPresent(LooseInteger.self, forKey: .totalCount)?.value
    pageNumber = try container.decodeIfPresent(LooseInteger.self, forKey: .pageNumber)?.value
    let size = try container.decodeIfPresent(LooseInteger.self, forKey: .pageSize)?.value
    pageSize = max(1, size ?? NamePage.standardSize)
  }

  /// The page; nothing when the answer contradicts itself, because what a list leaves out would
  /// be taken for deleted.
  func page(_ number: Int) -> NamePage? {
    guard pageNumber ?? number == number, names.allSatisfy({ !$0.isEmpty }),
      hasList || totalCount == 0, (0...Self.mostObjects).contains(totalCount ?? 0),
      pageSize <= Self.mostObjects
    else { return nil }
    let before = (number - 1) * pageSize
    // Without a count, a full page means that there may be another.
    let total = totalCount ?? before + names.count + (names.count >= pageSize ? 1 : 0)
    guard !names.isEmpty || before >= total else { return nil }
    return NamePage(names: names, totalCount: total, pageSize: pageSize)
  }
}
