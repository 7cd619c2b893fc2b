internal import CYAML
internal import Diagnostics

/// Pulls events out of libyaml; the only owner of its parser.
final class YAMLParser {
  let file: String
  // On the heap because libyaml keeps the parser's own address; the input must outlive it.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8], file: String) {
    self.file = file
    parser = .allocate(capacity: 1)
    input = .allocate(capacity: max(bytes.count, 1))
    _ = input.initialize(from: bytes)
    // A parser that could not be set up is all zeros, and its first event is an error.
    if yaml_parser_initialize(parser) == 1 {
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event.
  func next() throws(YAMLFailure) -> YAMLEvent {
    var event = yaml_event_t()
    guard parser.pointee.read_handler != nil, yaml_parser_parse(parser, &event) == 1 else {
      throw YAMLSyntaxError(parser.pointee, file: file).failure
    }
    defer { yaml_event_delete(&event) }
    return try read(event)
  }

  private func read(_ event: yaml_event_t) throws(YAMLFailure) -> YAMLEvent {
    let place = SourceLocation(event.start_mark, file: file)
    let end = event.end_mark
    // An event that ends in column 0 reached the line before.
    let lastLine = max(place.line, Int(end.line) + (end.column == 0 ? 0 : 1))
    let make = { (kind: YAMLEvent.Kind, anchor: String?, tag: String?) in
      YAMLEvent(kind: kind, anchor: anchor, tag: tag, location: place, lastLine: lastLine)
    }
    switch event.type {
    case YAML_STREAM_START_EVENT: return make(.streamStart, nil, nil)
    case YAML_STREAM_END_EVENT: return make(.streamEnd, nil, nil)
    case YAML_DOCUMENT_START_EVENT: return make(.documentStart, nil, nil)
    case YAML_DOCUMENT_END_EVENT: return make(.documentEnd, nil, nil)
    case YAML_ALIAS_EVENT: return make(.alias(Self.text(event.data.alias.anchor) ?? ""), nil, nil)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let kind = YAMLEvent.Kind.scalar(
        String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
      return make(kind, Self.text(scalar.anchor), Self.text(scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      return make(.sequenceStart, Self.text(start.anchor), Self.text(start.tag))
    case YAML_SEQUENCE_END_EVENT: return make(.sequenceEnd, nil, nil)
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      return make(.mappingStart, Self.text(start.anchor), Self.text(start.tag))
    case YAML_MAPPING_END_EVENT: return make(.mappingEnd, nil, nil)
    default:
      throw YAMLFailure(.syntax, "YAML that cannot be understood here", at: place)
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}

extension SourceLocation {
  /// Makes libyaml's zero-based mark a place; both count columns in Unicode scalars.
  init(_ mark: yaml_mark_t, file: String) {
    self.init(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
