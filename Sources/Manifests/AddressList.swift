import Diagnostics
import KMSModel

/// The addresses of one rule: each is checked by itself, then all against each other.
struct AddressList {
  /// The rule's type; empty when it could not be read.
  let type: NetworkType
  private(set) var sources: Set<SourceAddress> = []
  private var entries: [Entry] = []
  private var count = 0
  private var firstBeyondLimit: SourceLocation?

  private struct Entry {
    var block: IPv4Block
    var vpc: String?
    var text: Located<String>
  }

  init(type: NetworkType) { self.type = type }

  /// Takes one address as written.
  mutating func add(_ text: Located<String>, vpc: String?, _ problems: inout Problems) {
    count += 1
    if count == NetworkRuleSpec.maximumSources + 1 { firstBeyondLimit = text.location }
    guard let block = IPv4Block(text.value) else { return reportInvalid(text, &problems) }
    if IPv4Block.hasHostBits(text.value) {
      problems.report(
        .hostBits, "'\(text.value)' has host bits set, it is read as '\(block)'",
        at: text.location, note: "write '\(block)', or one address without '/'")
    }
    checkReach(block, text, &problems)
    entries.append(Entry(block: block, vpc: vpc, text: text))
    sources.insert(SourceAddress(vpc: vpc, range: .block(block)))
  }

  /// Reports what only the whole list shows.
  func finish(_ problems: inout Problems) {
    if let firstBeyondLimit {
      problems.report(
        .tooManyAddresses,
        "the rule has \(count) addresses, expected at most \(NetworkRuleSpec.maximumSources)",
        at: firstBeyondLimit,
        note: "combine addresses to CIDR blocks, or spread them over several rules")
    }
    checkOverlap(&problems)
  }

  /// Finds entries inside others: after sorting, the open blocks form a chain of containment.
  private func checkOverlap(_ problems: inout Problems) {
    let sorted = entries.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      return (one.vpc ?? "", one.block.first, one.block.prefixLength, left.offset)
        < (other.vpc ?? "", other.block.first, other.block.prefixLength, right.offset)
    }
    var open: Entry?
    for entry in sorted.map(\.element) {
      guard let outer = open, outer.vpc == entry.vpc, outer.block.contains(entry.block) else {
        open = entry
        continue
      }
      let note = [Diagnostic.Note("'\(outer.text.value)' stands here", at: outer.text.location)]
      if outer.block == entry.block {
        problems.report(
          .duplicateAddress, "'\(entry.text.value)' stands twice in this rule",
          at: entry.text.location, notes: note)
      } else {
        problems.report(
          .overlappingAddress,
          "'\(entry.text.value)' is already allowed by '\(outer.text.value)'",
          at: entry.text.location, notes: note)
      }
    }
  }

  private func checkReach(
    _ block: IPv4Block, _ text: Located<String>, _ problems: inout Problems
  ) {
    guard block.prefixLength > 0 else {
      return problems.report(
        .openToEveryone, "'\(text.value)' allows every address", at: text.location,
        note: "name the networks your applications run in, or the proxy they leave through")
    }
    switch type {
    case .privateNetwork where !block.isPrivate, .vpc where !block.isPrivate:
      problems.report(
        .publicAddress,
        "'\(text.value)' is not a private address, but the rule is of type '\(type)'",
        at: text.location, note: "KMS sees private addresses of the VPC on this path")
    case .publicNetwork where block.isPrivate:
      problems.report(
        .privateAddress,
        "'\(text.value)' is a private address, but the rule is of type 'Public'",
        at: text.location,
        note: "KMS sees the public address on this path: the one of your proxy or NAT gateway")
    default: break
    }
  }

  private func reportInvalid(_ text: Located<String>, _ problems: inout Problems) {
    if text.value.utf8.contains(UInt8(ascii: ":")) {
      return problems.report(
        .ipv6Address, "'\(text.value)' is an IPv6 address, expected IPv4", at: text.location,
        note: "the service documents IPv4 addresses and CIDR blocks only")
    }
    problems.report(
      .invalidAddress,
      "'\(text.value)' is no IPv4 address or CIDR block: \(AddressText.fault(in: text.value))",
      at: text.location, note: "write it as '10.20.0.7' or '10.20.0.0/16'")
  }
}
