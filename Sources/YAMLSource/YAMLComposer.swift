import Diagnostics
import Texts

/// Turns events into nodes: resolves aliases and merge keys, and stops at the limits.
struct YAMLComposer {
  private(set) var documents: [YAMLNode] = []
  private(set) var diagnostics: [Diagnostic] = []

  private static let scalarTags: Set = ["tag:yaml.org,2002:str", "!"]
  private static let sequenceTags: Set = ["tag:yaml.org,2002:seq"]
  private static let mappingTags: Set = ["tag:yaml.org,2002:map"]

  private let parser: YAMLParser
  private var anchors: [String: Anchor] = [:]
  private var repeatedNodes = 0
  private var repeatedBytes = 0

  /// A finished node that aliases may repeat, or nothing while it is being read.
  private struct Anchor {
    var composed: Composed?
    var location: SourceLocation
  }

  /// A node with what it costs to repeat it.
  private struct Composed {
    var node: YAMLNode
    var size: Int
    var bytes: Int
    var height: Int
  }

  init(_ parser: YAMLParser) { self.parser = parser }

  /// Reads all documents; false when it had to stop early.
  mutating func readDocuments() -> Bool {
    do {
      while true {
        let event = try parser.next()
        switch event.kind {
        case .streamEnd: return true
        case .documentStart:
          anchors = [:]
          let document = try compose(try parser.next(), depth: 0).node
          if !document.isEmptyPlain { documents.append(document) }
        default: continue
        }
      }
    } catch {
      diagnostics.append(error.diagnostic)
      return false
    }
  }

  private mutating func compose(
    _ event: YAMLEvent, depth: Int
  ) throws(YAMLFailure) -> Composed {
    if case .alias(let name) = event.kind { return try alias(name, event, depth: depth) }
    if let anchor = event.anchor { anchors[anchor] = Anchor(location: event.location) }
    var composed: Composed
    switch event.kind {
    case .scalar(let text, let isPlain):
      let content = YAMLNode.Content.scalar(text, isPlain: isPlain && event.tag == nil)
      checkTag(of: event, allowed: Self.scalarTags)
      composed = Composed(
        node: event.node(content), size: 1, bytes: text.utf8.count, height: 0)
    case .sequenceStart:
      checkTag(of: event, allowed: Self.sequenceTags)
      composed = try sequence(event, depth: depth + 1)
    case .mappingStart:
      checkTag(of: event, allowed: Self.mappingTags)
      composed = try mapping(event, depth: depth + 1)
    default: throw YAMLFailure(.syntax, "expected a value here", at: event.location)
    }
    if let anchor = event.anchor { anchors[anchor]?.composed = composed }
    return composed
  }

  private mutating func sequence(
    _ start: YAMLEvent, depth: Int
  ) throws(YAMLFailure) -> Composed {
    try Self.checkDepth(depth, at: start.location)
    var items: [YAMLNode] = []
    var composed = Composed(node: start.node(.unusable), size: 1, bytes: 0, height: 0)
    while true {
      let event = try parser.next()
      if case .sequenceEnd = event.kind {
        composed.node.content = .sequence(items)
        composed.node.lastLine = event.lastLine
        composed.height += 1
        return composed
      }
      let item = try compose(event, depth: depth)
      items.append(item.node)
      composed.size += item.size
      composed.bytes += item.bytes
      composed.height = max(composed.height, item.height)
    }
  }

  private mutating func mapping(
    _ start: YAMLEvent, depth: Int
  ) throws(YAMLFailure) -> Composed {
    try Self.checkDepth(depth, at: start.location)
    var pairs: [YAMLPair] = []
    var merge = YAMLMerge()
    var composed = Composed(node: start.node(.unusable), size: 1, bytes: 0, height: 0)
    while true {
      let event = try parser.next()
      if case .mappingEnd = event.kind {
        composed.node.content = .mapping(merge.merged(into: pairs))
        composed.node.lastLine = event.lastLine
        composed.height += 1
        diagnostics += merge.diagnostics
        return composed
      }
      let key = try compose(event, depth: depth)
      let value = try compose(try parser.next(), depth: depth)
      composed.size += key.size + value.size
      composed.bytes += key.bytes + value.bytes
      composed.height = max(composed.height, key.height, value.height)
      switch key.node.content {
      case .scalar("<<", isPlain: true): merge.add(key.node, value.node)
      case .scalar: pairs.append(YAMLPair(key: key.node, value: value.node))
      case .sequence, .mapping, .unusable: reportKey(key.node)
      }
    }
  }

  private mutating func alias(
    _ name: String, _ event: YAMLEvent, depth: Int
  ) throws(YAMLFailure) -> Composed {
    guard let anchor = anchors[name] else {
      diagnostics.append(
        YAMLFailure(
          .alias, "alias '*\(name)' has no anchor '&\(name)' before it in this document",
          at: event.location
        ).diagnostic)
      return Composed(node: event.node(.unusable), size: 1, bytes: 0, height: 0)
    }
    guard let target = anchor.composed else {
      throw YAMLFailure(
        .alias, "alias '*\(name)' stands inside the value it repeats", at: event.location,
        notes: [Diagnostic.Note("the value starts here", at: anchor.location)])
    }
    repeatedNodes += target.size
    guard repeatedNodes <= YAMLLimits.maximumRepeatedNodes else {
      throw YAMLFailure(
        .limit,
        "the aliases of this file repeat more than \(YAMLLimits.maximumRepeatedNodes) values",
        at: event.location)
    }
    repeatedBytes += target.bytes
    guard repeatedBytes <= YAMLLimits.maximumRepeatedBytes else {
      throw YAMLFailure(
        .limit, "the aliases of this file repeat more than 1 MiB of text", at: event.location)
    }
    try Self.checkDepth(depth + target.height, at: event.location)
    return target
  }

  private mutating func checkTag(of event: YAMLEvent, allowed: Set<String>) {
    guard let tag = event.tag, !allowed.contains(tag) else { return }
    let core = "tag:yaml.org,2002:"
    let shown = tag.begins(with: core) ? "!!" + tag.dropFirst(core.count) : tag
    diagnostics.append(
      YAMLFailure(
        .tag, "tag '\(shown)' is not supported", at: event.location,
        notes: [Diagnostic.Note("remove it; the type of a value follows from its field")]
      ).diagnostic)
  }

  private mutating func reportKey(_ key: YAMLNode) {
    guard key.content != .unusable else { return }
    diagnostics.append(
      YAMLFailure(.key, "a list or mapping as a key, expected text", at: key.location).diagnostic)
  }

  private static func checkDepth(
    _ depth: Int, at location: SourceLocation
  ) throws(YAMLFailure) {
    guard depth > YAMLLimits.maximumDepth else { return }
    throw YAMLFailure(
      .limit, "lists and mappings nest deeper than \(YAMLLimits.maximumDepth)", at: location)
  }
}

extension YAMLEvent {
  fileprivate func node(_ content: YAMLNode.Content) -> YAMLNode {
    YAMLNode(content, at: location, lastLine: lastLine)
  }
}

extension YAMLNode {
  fileprivate var isEmptyPlain: Bool { content == .scalar("", isPlain: true) }
}
