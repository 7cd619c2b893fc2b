/// Something found by its name.
protocol Named: Codable, Sendable {
  var name: String { get }
}

/// Objects by name, listed in the order of their names.
///
/// The service's own order is unknown; this one keeps pages stable while objects come and go.
struct NamedStore<Object: Named>: Sendable {
  private var objects: [String: Object] = [:]
  /// The names, in byte order.
  private(set) var names: [String] = []

  init(_ objects: [Object] = []) {
    for object in objects { self[object.name] = object }
  }

  var count: Int { names.count }

  /// All objects in order.
  var all: [Object] { names.compactMap { objects[$0] } }

  subscript(name: String) -> Object? {
    get { objects[name] }
    set {
      let wasThere = objects[name] != nil
      objects[name] = newValue
      guard wasThere != (newValue != nil) else { return }
      let position = position(of: name)
      if newValue == nil { names.remove(at: position) } else { names.insert(name, at: position) }
    }
  }

  /// The first place whose name is not before this one.
  private func position(of name: String) -> Int {
    var low = 0
    var high = names.count
    while low < high {
      let middle = (low + high) / 2
      if names[middle].utf8.lexicographicallyPrecedes(name.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}

extension NamedStore: Codable {
  init(from decoder: any Decoder) throws {
    self.init(try [Object](from: decoder))
  }

  func encode(to encoder: any Encoder) throws {
    try all.encode(to: encoder)
  }
}
