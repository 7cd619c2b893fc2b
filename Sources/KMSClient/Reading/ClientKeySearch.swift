public import KMSModel

/// Finds one client key by its id with whatever rights there are.
///
/// The vendor's read-only policy allows `ListClientKeys` but not `GetClientKey` (kms-api.md §16.2
/// F1), and both say the same about a key. So where the one is denied, the key is looked for among
/// the keys of every access point; whoever may do both makes one call.
public struct ClientKeySearch: Sendable {
  private let service: any KMSService
  private let likely: String?

  /// The most access points whose keys are asked for at once.
  static let width = 8

  /// Creates a search; `likely` is the access point to look at first.
  public init(_ service: any KMSService, likely: String? = nil) {
    self.service = service
    self.likely = likely
  }

  /// The key; fails with `notFound` only where every place it could be was read.
  public func key(_ id: String) async throws(KMSFailure) -> LiveClientKey {
    let denial: KMSFailure
    do throws(KMSFailure) {
      return try await service.clientKey(id)
    } catch {
      guard error.kind == .permission else { throw error }
      denial = error
    }
    if let likely, case .success(let key?) = await Self.key(id, of: likely, service) { return key }
    let names: [String]
    do throws(KMSFailure) { names = try await accessPoints() } catch {
      throw Self.failure(denial, error)
    }
    let search = await search(id, in: names.filter { $0 != likely } + [likely].compactMap { $0 })
    if let key = search.key { return key }
    if let failure = search.failure { throw Self.failure(denial, failure) }
    throw KMSFailure(
      .notFound, operation: "ListClientKeys", message: "no access point has client key '\(id)'")
  }

  /// Looks at the keys of all these access points, some at once, until it is found.
  private func search(
    _ id: String, in names: [String]
  ) async -> (key: LiveClientKey?, failure: KMSFailure?) {
    let service = service
    return await withTaskGroup(of: Result<LiveClientKey?, KMSFailure>.self) { group in
      var waiting = names[...]
      for name in waiting.prefix(Self.width) {
        group.addTask { await Self.key(id, of: name, service) }
      }
      waiting = waiting.dropFirst(Self.width)
      var failure: KMSFailure?
      for await result in group {
        switch result {
        case .success(let key?):
          group.cancelAll()
          return (key, nil)
        case .success(nil): break
        case .failure(let error): failure = failure ?? error
        }
        guard let name = waiting.popFirst() else { continue }
        group.addTask { await Self.key(id, of: name, service) }
      }
      return (nil, failure)
    }
  }

  private static func key(
    _ id: String, of accessPoint: String, _ service: any KMSService
  ) async -> Result<LiveClientKey?, KMSFailure> {
    do throws(KMSFailure) {
      let keys = try await service.listClientKeys(accessPoint: accessPoint)
      return .success(keys.first { $0.id == id })
    } catch {
      // An access point that went away meanwhile has no keys.
      return error.kind == .notFound ? .success(nil) : .failure(error)
    }
  }

  private func accessPoints() async throws(KMSFailure) -> [String] {
    var progress = ListProgress(.accessPoint)
    var names: Set<String> = []
    var waiting = [ListPage(kind: .accessPoint, number: 1, round: progress.round)]
    while let next = waiting.popLast() {
      let page = try await service.listAccessPoints(page: next.number)
      names.formUnion(page.names)
      switch progress.take(page, number: next.number) {
      case .reading(let further): waiting += further
      case .complete: return names.sorted()
      case .changedWhileRead:
        guard let first = progress.again() else { break }
        names = []
        waiting = [first]
      }
    }
    throw KMSFailure(
      .other, operation: "ListApplicationAccessPoints",
      message: "the list changed while it was read")
  }

  /// Both ways are barred. What helps against a refusal is either right; anything else may pass.
  private static func failure(_ denial: KMSFailure, _ further: KMSFailure) -> KMSFailure {
    var failure = further.kind == .permission ? denial : further
    failure.message +=
      further.kind == .permission
      ? "; nor may \(further.operation) be called, which would also do"
      : "; asked because \(denial.operation) is denied"
    return failure
  }
}
