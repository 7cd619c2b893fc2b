internal import KMSModel

/// The client keys whose deletion this run was told of: a list that still has one lags behind, and
/// must not make an access point look full.
actor DeletedKeys {
  private var ids: Set<String> = []

  func add(_ id: String) { ids.insert(id) }

  func without(_ keys: [LiveClientKey]) -> [LiveClientKey] {
    keys.filter { !ids.contains($0.id) }
  }
}
