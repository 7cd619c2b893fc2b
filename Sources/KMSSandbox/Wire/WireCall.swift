internal import Texts

/// A request understood as a call of the service, its signature not yet checked.
struct WireCall: Sendable {
  /// How the caller proves who it is.
  enum Proof: Sendable {
    /// ACS3-HMAC-SHA256 in the Authorization header.
    case header(HeaderSignature)
    /// HMAC-SHA1 over all parameters, itself one of them.
    case parameters(ParameterSignature)
  }

  var operation: Operation
  var parameters: CallParameters
  var proof: Proof
  var host: String

  /// The object's name, for the log.
  var objectName: String { operation.nameParameter.flatMap { parameters[$0] } ?? "" }

  init(_ request: SandboxRequest) throws(WireError) {
    guard request.path == "/" else {
      throw WireError(404, "InvalidApi.NotFound", "Specified path is not found.")
    }
    let query = try Self.fields(request.query)
    let form = try Self.form(request)
    // Both placements are in use; what stands in the body wins.
    let merged = (query + form).reduce(into: [String: String]()) { $0[$1.name] = $1.value }
    let isHeaderSigned = request.headers["authorization"] != nil
    let action = isHeaderSigned ? request.headers["x-acs-action"] : merged["Action"]
    let version = isHeaderSigned ? request.headers["x-acs-version"] : merged["Version"]
    operation = try Self.operation(action, version: version, method: request.method)
    host = request.headers["host"] ?? ""
    if isHeaderSigned {
      proof = .header(try HeaderSignature(request, query: query))
    } else {
      proof = .parameters(try ParameterSignature(method: request.method, parameters: merged))
    }
    parameters = CallParameters(merged)
  }

  private static func operation(
    _ action: String?, version: String?, method: String
  ) throws(WireError) -> Operation {
    guard let action, !action.isEmpty else {
      throw WireError(400, "MissingAction", "Action is mandatory for this action.")
    }
    guard let version, !version.isEmpty else {
      throw WireError(400, "MissingVersion", "Version is mandatory for this action.")
    }
    guard Operation.allCases.contains(where: { $0.version == version }) else {
      throw WireError(400, "InvalidVersion", "Specified parameter Version is not valid.")
    }
    guard let operation = Operation(rawValue: action), operation.version == version else {
      throw WireError(
        404, "InvalidApi.NotFound",
        "Specified api is not found, please check your url and method.")
    }
    guard operation.accepts(method: method) else {
      throw WireError(403, "UnsupportedHTTPMethod", "The HTTP method is not supported.")
    }
    return operation
  }

  private static func fields(_ text: String) throws(WireError) -> [(name: String, value: String)] {
    guard let fields = FormText.fields(text) else { throw cannotParse }
    return fields
  }

  private static func form(
    _ request: SandboxRequest
  ) throws(WireError) -> [(name: String, value: String)] {
    guard !request.body.isEmpty else { return [] }
    let type = request.headers["content-type"]?.parts(at: ";").first ?? ""
    guard type.lowercased() == "application/x-www-form-urlencoded" || type.isEmpty,
      let text = String(validating: request.body, as: UTF8.self)
    else { throw cannotParse }
    return try fields(text)
  }

  private static let cannotParse = WireError(
    400, "ParseRequestParameterException", "The request cannot be parsed.")
}
