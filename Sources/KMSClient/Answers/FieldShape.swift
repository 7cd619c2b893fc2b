internal import KMSModel

/// What one field of an answer looks like.
indirect enum FieldShape: Sendable {
  /// A text.
  case text(TextShape)
  /// A text, or an empty one where there is nothing.
  case textOrNothing(TextShape)
  /// A text, or a number that stands for one.
  case number(TextShape)
  /// The very text that was asked for under this parameter.
  case echo(String)
  /// The text that was asked for, or an empty one, which the service means as "not there".
  case echoOrNothing(String)
  /// The ARN of the object that was asked for: the path's kind, and the parameter with its name.
  case arn(kind: String, name: String)
  /// A whole number.
  case count(ClosedRange<Int>)
  /// The very number that was asked for under this parameter.
  case countEcho(String)
  /// `YYYY-MM-DDThh:mm:ssZ`.
  case moment
  /// Names in any of the three forms of a list (kms-api §3), so many.
  case names(TextShape, ClosedRange<Int>)
  /// Names in a wrapper with one key, or without.
  case wrappedNames(TextShape)
  /// The addresses of a network rule.
  case sources
  /// The network rules of a policy: nothing, or a JSON object, mostly as a text.
  case accessControl
  /// An object that has these fields unless its id is empty, which the service means as "not there".
  case perhapsObject(AnswerField, then: [AnswerField])
  /// A list of objects, in a wrapper with one key or without, whose ids are all different.
  case items([AnswerField], id: String)
}

/// One field, and whether an answer may do without it.
struct AnswerField: Sendable {
  let name: String
  let shape: FieldShape
  /// Whether it may be missing or null.
  let isOptional: Bool

  init(_ name: String, _ shape: FieldShape, isOptional: Bool = false) {
    self.name = name
    self.shape = shape
    self.isOptional = isOptional
  }
}

/// What does not fit: where, and in which way; never what stood there.
struct AnswerFault: Error, Hashable {
  enum Kind: Hashable {
    /// Missing, or of another form.
    case form
    /// About another object than the one asked for.
    case otherObject
    /// At odds with another field of the same answer.
    case contradiction
  }

  var path: [String]
  var kind: Kind

  init(_ kind: Kind, _ path: [String] = []) {
    self.kind = kind
    self.path = path
  }

  var words: String {
    let field = "field '\(path.joined(separator: "."))' of the answer"
    return switch kind {
    case .form: "\(field) is missing or has another form"
    case .otherObject: "\(field) is about another object than the one asked for"
    case .contradiction: "\(field) contradicts another field"
    }
  }
}

/// The checks of one call's answer.
struct AnswerCheck {
  let call: ServiceCall
  let place: ServicePlace

  /// Checks all fields of an object.
  func check(_ object: [String: JSONValue], _ fields: [AnswerField]) throws(AnswerFault) {
    for field in fields {
      switch object[field.name] {
      case nil, .null:
        guard field.isOptional else { throw AnswerFault(.form, [field.name]) }
      case let value?:
        do throws(AnswerFault) {
          try check(value, field.shape)
        } catch {
          throw AnswerFault(error.kind, [field.name] + error.path)
        }
      }
    }
    try checkOrder(object, fields)
    try checkSources(object, fields)
  }

  private func check(_ value: JSONValue, _ shape: FieldShape) throws(AnswerFault) {
    switch (shape, value) {
    case (.text(let form), .text(let text)): try require(form.fits(text))
    case (.textOrNothing(let form), .text(let text)): try require(text.isEmpty || form.fits(text))
    case (.number(let form), .text(let text)): try require(form.fits(text))
    case (.number(let form), .integer(let number)): try require(form.fits(String(number)))
    case (.echo(let parameter), .text(let text)):
      try require(isAsked(text, parameter), .otherObject)
    case (.echoOrNothing(let parameter), .text(let text)):
      try require(text.isEmpty || isAsked(text, parameter), .otherObject)
    case (.arn(let kind, let name), .text(let text)):
      let path = "\(kind)/\(call.parameters[name] ?? "")"
      try require(place.owns(arn: text, path: path), .otherObject)
    case (.count(let range), _): try require(number(value).map(range.contains) ?? false)
    case (.countEcho(let parameter), _):
      try require(number(value) != nil)
      try require(number(value).map(String.init) == call.parameters[parameter], .otherObject)
    case (.moment, .text(let text)): try require(Self.moment(text) != nil)
    case (.names(let form, let counts), _):
      let names = Self.names(value)
      try require(names.map { counts.contains($0.count) && $0.allSatisfy(form.fits) } ?? false)
    case (.wrappedNames(let form), _):
      let names = Self.items(value).flatMap { Self.names(.array($0)) }
      try require(names?.allSatisfy(form.fits) ?? false)
    case (.sources, _): try require(Self.isSourceList(value))
    case (.accessControl, _): try require(Self.isAccessControl(value))
    case (.perhapsObject(let id, let fields), .object(let object)):
      try check(object, [id])
      if object[id.name] != .text("") { try check(object, fields) }
    case (.items(let fields, let id), _): try checkItems(value, fields, id)
    default: throw AnswerFault(.form)
    }
  }

  private func checkItems(
    _ value: JSONValue, _ fields: [AnswerField], _ id: String
  ) throws(AnswerFault) {
    guard let items = Self.items(value) else { throw AnswerFault(.form) }
    var seen: Set<String> = []
    for (number, item) in items.enumerated() {
      guard case .object(let object) = item else { throw AnswerFault(.form, [String(number)]) }
      do throws(AnswerFault) {
        try check(object, fields)
      } catch {
        throw AnswerFault(error.kind, [String(number)] + error.path)
      }
      guard case .text(let text) = object[id], seen.insert(text).inserted else {
        throw AnswerFault(.contradiction, [String(number), id])
      }
    }
  }

  /// Nothing ends before it begins.
  private func checkOrder(
    _ object: [String: JSONValue], _ fields: [AnswerField]
  ) throws(AnswerFault) {
    guard fields.contains(where: { $0.name == "NotAfter" }),
      case .text(let begin) = object["NotBefore"], case .text(let end) = object["NotAfter"],
      let begin = Self.moment(begin), let end = Self.moment(end)
    else { return }
    guard begin < end else { throw AnswerFault(.contradiction, ["NotAfter"]) }
  }

  /// How the entries of the other types are written is not known (kms-api §15, U1).
  private func checkSources(
    _ object: [String: JSONValue], _ fields: [AnswerField]
  ) throws(AnswerFault) {
    guard fields.contains(where: { $0.name == "SourcePrivateIp" }),
      case .text(let type) = object["Type"], NetworkType(rawValue: type) == .privateNetwork,
      let sources = object["SourcePrivateIp"], sources != .text("")
    else { return }
    guard Self.names(sources) != nil else { throw AnswerFault(.form, ["SourcePrivateIp"]) }
  }

  private func require(_ fits: Bool, _ kind: AnswerFault.Kind = .form) throws(AnswerFault) {
    guard fits else { throw AnswerFault(kind) }
  }

  /// Byte for byte: texts that only look alike are two names.
  private func isAsked(_ text: String, _ parameter: String) -> Bool {
    (call.parameters[parameter] ?? "").utf8.elementsEqual(text.utf8)
  }

  private func number(_ value: JSONValue) -> Int? {
    switch value {
    case .integer(let number): Int(exactly: number)
    case .text(let text): TextShape.digits.fits(text) ? Int(text) : nil
    default: nil
    }
  }
}
