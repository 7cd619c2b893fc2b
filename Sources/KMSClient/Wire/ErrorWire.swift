internal import FoundationEssentials
internal import Texts

/// The body of a refusal: the backend's form, the gateway's, or XML with the same children.
struct ErrorWire: Equatable {
  var code: String
  var message: String
  var requestID: String?
  /// The RAM action that was denied, when the gateway says which.
  var deniedAction: String?
  /// Whether a policy forbids it, rather than none allowing it.
  var isExplicitDeny = false

  /// Whether it can decide anything: every refusal of the service carries its request's id
  /// (kms-api §8.1).
  var isWhole: Bool {
    TextShape.requestID.fits(requestID ?? "") && TextShape.name.fits(code)
  }

  /// Reads a body; nothing when it is not one of the service's forms, such as a proxy's page.
  init?(_ body: [UInt8]) {
    if let json = try? JSONDecoder().decode(JSONForm.self, from: Data(body)) {
      guard let code = json.Code ?? json.code, !code.text.isEmpty else { return nil }
      self.init(
        code: code.text, message: (json.Message ?? json.message)?.text ?? "",
        requestID: (json.RequestId ?? json.requestId)?.text)
      if let denied = json.AccessDeniedDetail {
        message += denied.hint ?? ""
        deniedAction = denied.authAction.flatMap { $0.isEmpty ? nil : $0 }
        isExplicitDeny = denied.noPermissionType == "ExplicitDeny"
      }
      return
    }
    let text = String(decoding: body.prefix(65_536), as: UTF8.self)
    guard text.holds(text: "<Error>") || text.holds(text: "<KMS>"),
      let code = Self.element("Code", in: text)
    else { return nil }
    self.init(
      code: code, message: Self.element("Message", in: text) ?? "",
      requestID: Self.element("RequestId", in: text))
  }

  private init(code: String, message: String, requestID: String?) {
    self.code = code
    self.message = message
    self.requestID = requestID
  }

  // The names are the wire's, capitals and all.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct JSONForm: Decodable {
    var Code: LooseText?
    var code: LooseText?
    var Message: LooseText?
    var message: LooseText?
    var RequestId: LooseText?
    var requestId: LooseText?
    var AccessDeniedDetail: AccessDenied?
  }

  /// What the gateway adds when RAM says no: which action was missing, and whose policy.
  private struct AccessDenied: Decodable {
    var authAction: String?
    var noPermissionType: String?

    enum CodingKeys: String, CodingKey {
      case authAction = "AuthAction"
      case noPermissionType = "NoPermissionType"
    }

    init(from decoder: any Decoder) throws {
      let container = try? decoder.container(keyedBy: CodingKeys.self)
      authAction = try? container?.decode(String.self, forKey: .authAction)
      noPermissionType = try? container?.decode(String.self, forKey: .noPermissionType)
    }

    var hint: String? {
      guard let authAction, !authAction.isEmpty else { return nil }
      return " (needs \(authAction)\(noPermissionType.map { ", \($0)" } ?? ""))"
    }
  }

  private static func element(_ name: String, in text: String) -> String? {
    guard let content = text.rest(behind: "<\(name)>")?.start(before: "</\(name)>") else {
      return nil
    }
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
      .reduce(String(content)) { text, entity in
        text.replacing(text: entity.0, by: entity.1)
      }
  }
}
